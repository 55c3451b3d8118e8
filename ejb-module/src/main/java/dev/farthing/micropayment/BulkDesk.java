package dev.farthing.micropayment;

import dev.farthing.database.SqlFailure;
import dev.farthing.keys.Sealer;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.MalformedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where a vendor's sealed bulk is taken in and its sealed answer given out. Its purchases go the way of all submissions, through
 * the lanes of the {@link SubmissionDesk}; here they are only handed there and gathered.
 */
@ApplicationScoped
class BulkDesk {
    private static final Logger LOG = Logger.getLogger(BulkDesk.class.getName());

    @Inject
    private Sealer sealer;

    @Inject
    private Bulks bulks;

    @Inject
    private AnswerWriter answers;

    @Inject
    private DeskMeters meters;

    @Inject
    private SealingThreads sealing;

    /** The lanes as a bulk sees them: a command goes in, or {@link dev.farthing.lane.LaneFull} is thrown. */
    interface Entrance extends Function<Command, CompletableFuture<Settled>> {}

    /** As {@link SubmissionDesk#acceptBulk}. */
    CompletionStage<Reply> accept(String message, BiPredicate<String, Integer> mayAsk, Entrance lanes, long limitMillis)
            throws EnvelopeRefused {
        Opened opened = sealer.open(message, SealedEnvelope.MAX_BULK_CHARS);
        String vendor = opened.claims().path("iss").asText();
        try {
            Bulk bulk = Bulk.fromClaims(opened.claims());
            if (!mayAsk.test(vendor, bulk.purchases().size())) {
                return CompletableFuture.completedFuture(new Reply.TooMany(vendor));
            }
            return take(new Asked(opened, bulk), lanes, limitMillis);
        } catch (MalformedMessage e) {
            if (!mayAsk.test(vendor, 1)) {
                return CompletableFuture.completedFuture(new Reply.TooMany(vendor));
            }
            return refused(opened, RefusalCode.INVALID_SUBMISSION, e.detail());
        }
    }

    /** A bulk and the message that it came in. */
    private record Asked(Opened opened, Bulk bulk) {
        List<Command> commands() {
            return bulk.purchases().stream()
                    .map(purchase -> SubmissionDesk.command(purchase, opened.signerKid()))
                    .toList();
        }
    }

    private CompletionStage<Reply> take(Asked asked, Entrance lanes, long limitMillis) {
        Bulks.Arrival arrival;
        try {
            arrival = bulks.take(asked.bulk(), asked.opened().signerKid());
        } catch (RuntimeException e) {
            if (!SqlFailure.isPassing(e)) {
                throw e;
            }
            LOG.log(Level.WARNING, "A bulk cannot be taken for now", e);
            return CompletableFuture.completedFuture(new Reply.Unavailable(false));
        }
        return switch (arrival) {
            case TAKEN ->
                new BulkRun(asked.commands(), lanes, sealing::finish)
                        .run(limitMillis)
                        .thenApply(settled -> reply(asked, settled));
            case CONFLICT -> refused(asked.opened(), RefusalCode.CONFLICT, RefusalCode.CONFLICT.detail());
            case NOT_AUTHENTIC -> CompletableFuture.completedFuture(new Reply.NotAccepted());
        };
    }

    private CompletionStage<Reply> refused(Opened opened, RefusalCode code, String detail) {
        meters.count(new Settled(new Decision.Refused(code), false));
        return CompletableFuture.completedFuture(new Reply.Sealed(answers.refused(opened, code, detail)));
    }

    private Reply reply(Asked asked, List<Settled> settled) {
        settled.forEach(meters::count);
        if (settled.stream().allMatch(each -> each.decision() instanceof Decision.NotAuthentic)) {
            return new Reply.NotAccepted();
        }
        return new Reply.Sealed(answers.sealed(asked.opened(), asked.bulk(), settled));
    }
}
