package dev.farthing.micropayment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the customers of a batch allow to be spent, locked: every cap that a payment falls under counts, and what one command
 * uses is not there for the next.
 */
final class Caps {
    static final Caps NONE = new Caps(List.of(), LocalDate.EPOCH);

    /** The kinds of caps, in the order in which they refuse. */
    enum Kind {
        PER_PURCHASE(RefusalCode.CAP_PER_PURCHASE),
        PER_DAY(RefusalCode.CAP_PER_DAY),
        PER_VENDOR(RefusalCode.CAP_PER_VENDOR),
        PER_RIGHTS(RefusalCode.CAP_PER_RIGHTS);

        private final RefusalCode refusal;

        Kind(RefusalCode refusal) {
            this.refusal = refusal;
        }

        private boolean isDaily() {
            return this == PER_DAY || this == PER_RIGHTS;
        }
    }

    /**
     * What a cap is about.
     *
     * @param vendorId null for all vendors
     * @param model of {@link Kind#PER_RIGHTS} only
     */
    record Scope(
            long customerId,
            @Nullable Long vendorId,
            Kind kind,
            @Nullable RightsModel model,
            String currency) {
        boolean covers(Spending spending) {
            return customerId == spending.customerId()
                    && (vendorId == null || vendorId == spending.vendorId())
                    && currency.equals(spending.currency())
                    && (model == null || model == spending.model());
        }
    }

    /** A payment, or a part of one, as caps see it; the amount in the currency's ledger scale. */
    record Spending(long customerId, long vendorId, RightsModel model, String currency, long amount) {}

    /** One cap; what is used of it follows what the batch decides. */
    static final class Cap {
        private final long id;
        private final Scope scope;
        private final long most;
        private final Instant since;
        private long used;
        private @Nullable LocalDate usedOn;
        private boolean changed;

        Cap(long id, Scope scope, long most, Instant since) {
            this.id = id;
            this.scope = scope;
            this.most = most;
            this.since = since;
        }

        Cap used(long amount, @Nullable LocalDate on) {
            used = amount;
            usedOn = on;
            return this;
        }

        long id() {
            return id;
        }

        long used() {
            return used;
        }

        @Nullable LocalDate usedOn() {
            return usedOn;
        }

        private long usedOn(LocalDate day) {
            return scope.kind().isDaily() && !day.equals(usedOn) ? 0 : used;
        }

        private boolean leavesRoomFor(long amount, LocalDate day) {
            long already = scope.kind() == Kind.PER_PURCHASE ? 0 : usedOn(day);
            return already <= most && amount <= most - already;
        }

        private void spend(long amount, LocalDate day) {
            if (scope.kind() != Kind.PER_PURCHASE) {
                used = Math.addExact(usedOn(day), amount);
                usedOn = day;
                changed = true;
            }
        }

        private void giveBack(long amount, LocalDate paidOn, Instant paidAt) {
            boolean counted = !paidAt.isBefore(since) && (!scope.kind().isDaily() || paidOn.equals(usedOn));
            if (counted && scope.kind() != Kind.PER_PURCHASE) {
                used = Math.max(0, used - amount);
                changed = true;
            }
        }
    }

    private final Map<Long, List<Cap>> ofCustomer;
    private final LocalDate businessDate;

    Caps(List<Cap> caps, LocalDate businessDate) {
        this.ofCustomer = caps.stream().collect(Collectors.groupingBy(cap -> cap.scope.customerId()));
        this.businessDate = businessDate;
    }

    /** The first refusal, in their order, of a cap that leaves no room; null if all do. */
    @Nullable RefusalCode refusal(Spending spending) {
        for (Kind kind : Kind.values()) {
            boolean room = covering(spending)
                    .filter(cap -> cap.scope.kind() == kind)
                    .allMatch(cap -> cap.leavesRoomFor(spending.amount(), businessDate));
            if (!room) {
                return kind.refusal;
            }
        }
        return null;
    }

    /** Counts a payment that was accepted. */
    void spend(Spending spending) {
        covering(spending).forEach(cap -> cap.spend(spending.amount(), businessDate));
    }

    /** Gives back what a reversed payment, or part of one, used: of daily caps only while they still count its day. */
    void giveBack(Spending spending, LocalDate paidOn, Instant paidAt) {
        covering(spending).forEach(cap -> cap.giveBack(spending.amount(), paidOn, paidAt));
    }

    /** Caps whose use the batch has changed. */
    List<Cap> changed() {
        return ofCustomer.values().stream()
                .flatMap(List::stream)
                .filter(cap -> cap.changed)
                .toList();
    }

    private Stream<Cap> covering(Spending spending) {
        return ofCustomer.getOrDefault(spending.customerId(), List.of()).stream()
                .filter(cap -> cap.scope.covers(spending));
    }
}
