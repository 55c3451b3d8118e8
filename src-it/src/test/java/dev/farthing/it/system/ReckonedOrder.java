package dev.farthing.it.system;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A payout or collection, as the {@link Bookkeeper} reckons that it must be; what the bank does about it is written down here. */
final class ReckonedOrder {
    /** Whom it concerns, and what becomes of their money when the bank answers. */
    interface Party {
        String code();

        String iban();

        /** The bank says that it is done. */
        void settled(long amount);

        /** The bank says that it is done, and then that it is undone. */
        void returned(ReckonedOrder order);

        /** Somebody has looked into it: the party's next order goes out. */
        void resolved(ReckonedOrder order);
    }

    private final Party party;
    private final LocalDate day;
    private final long amount;
    private final long shared;
    private @Nullable LocalDate answeredOn;
    private @Nullable String reason;
    private String reference = "";

    /** @param shared how many payments are in it */
    ReckonedOrder(Party party, LocalDate day, long amount, long shared) {
        this.party = party;
        this.day = day;
        this.amount = amount;
        this.shared = shared;
    }

    Party party() {
        return party;
    }

    LocalDate day() {
        return day;
    }

    long amount() {
        return amount;
    }

    long shared() {
        return shared;
    }

    boolean isAnswered() {
        return answeredOn != null;
    }

    /** The server's name for it, which stands in the bank's file too. */
    String reference() {
        return reference;
    }

    void isCalled(String name) {
        this.reference = name;
    }

    /** @param code why it comes back, or null if it does not */
    void answer(LocalDate on, @Nullable String code) {
        answeredOn = on;
        reason = code;
        party.settled(amount);
        if (code != null) {
            party.returned(this);
        }
    }

    /** As it stands in a list of the server's, without its name and its file's. */
    Figures figures(String partyName, String sharedName) {
        Figures figures = new Figures()
                .with(partyName, party.code())
                .with("businessDate", day)
                .with("amount", amount)
                .with(sharedName, shared)
                .with("iban", party.iban());
        figures.with("state", state());
        if (answeredOn != null) {
            figures.with("settledOn", answeredOn);
        }
        return reason == null
                ? figures
                : figures.with("returnedOn", String.valueOf(answeredOn)).with("returnReason", reason);
    }

    String state() {
        return answeredOn == null ? "SENT" : reason == null ? "SETTLED" : "RETURNED";
    }
}
