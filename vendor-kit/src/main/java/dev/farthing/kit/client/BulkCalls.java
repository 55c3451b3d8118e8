package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bulks of one vendor: each is sent until every purchase is decided, or patience ends. */
final class BulkCalls {
    private final SealedCalls calls;
    private final ClientSettings settings;
    private final @Nullable SubmissionJournal journal;

    BulkCalls(SealedCalls calls, ClientSettings settings, @Nullable SubmissionJournal journal) {
        this.calls = calls;
        this.settings = settings;
        this.journal = journal;
    }

    Answer payAll(String bulkId, Map<String, Purchase> purchases, boolean entitlements)
            throws ClientFailure, InterruptedException {
        Map<String, Purchase> inOrder = new LinkedHashMap<>(purchases);
        SealedCalls.Asking asking = header -> bulk(header, inOrder, entitlements);
        calls.check(bulkId, asking);
        Map<String, ObjectNode> asks = new LinkedHashMap<>();
        inOrder.forEach((id, purchase) -> asks.put(id, AskedFor.payment(purchase)));
        // What was open before may be booked, whatever becomes of this attempt.
        Set<String> fresh = record(asks);
        try {
            boolean openBefore = journal != null && fresh.size() < asks.size();
            Answer answer = settle(bulkId, openBefore, asking, asks);
            if (answer instanceof Refusal refusal) {
                remember(fresh, StrictJson.newObject().put("outcome", "refused").put("code", refusal.code()));
            }
            return answer;
        } catch (Rejected e) {
            remember(fresh, StrictJson.newObject().put("outcome", "rejected").put("code", e.code()));
            throw e;
        } catch (NotSent e) {
            remember(fresh, StrictJson.newObject().put("outcome", "not-sent"));
            throw e;
        } finally {
            if (journal != null) {
                journal.stopAsking(asks.keySet());
            }
        }
    }

    private static Bulk bulk(Request.Header header, Map<String, Purchase> purchases, boolean entitlements) {
        List<Submission> submissions = purchases.entrySet().stream()
                .map(each -> {
                    Purchase purchase = each.getValue();
                    return new Submission(
                            header.of(each.getKey()),
                            purchase.customer(),
                            purchase.item(),
                            purchase.quantity(),
                            purchase.guard());
                })
                .toList();
        return new Bulk(header, submissions, entitlements);
    }

    /**
     * Sends it again as long as that decides more; so many times in a row that decide nothing are enough. Once an answer has
     * come, it is what is known, whatever becomes of later attempts.
     */
    private Answer settle(String bulkId, boolean openBefore, SealedCalls.Asking asking, Map<String, ObjectNode> asks)
            throws ClientFailure, InterruptedException {
        @Nullable BulkAnswer known = null;
        int idle = 0;
        while (true) {
            Answer answer;
            try {
                answer = calls.settle(bulkId, openBefore, asking, asking);
            } catch (UnknownOutcome | NotSent | Rejected e) {
                if (known != null) {
                    return known;
                }
                throw e;
            }
            AskedFor.requireAllAnswered(asks, answer);
            if (!(answer instanceof BulkAnswer bulk)) {
                return answer;
            }
            rememberDecided(bulk);
            idle = known != null && bulk.pending() >= known.pending() ? idle + 1 : 1;
            known = bulk;
            if (bulk.isComplete() || idle >= settings.patience().maxAttempts()) {
                return bulk;
            }
            settings.pause().pause(settings.patience().pauseAfter(idle));
        }
    }

    private Set<String> record(Map<String, ObjectNode> asks) throws NotRecorded {
        try {
            return journal == null ? Set.of() : journal.ask(asks);
        } catch (IOException e) {
            throw new NotRecorded(String.valueOf(e.getMessage()));
        }
    }

    private void rememberDecided(BulkAnswer answer) {
        Map<String, ObjectNode> outcomes = new LinkedHashMap<>();
        for (BulkAnswer.Outcome outcome : answer.outcomes()) {
            if (outcome instanceof BulkAnswer.Accepted accepted) {
                outcomes.put(
                        outcome.submission(),
                        StrictJson.newObject().put("outcome", "accepted").put("payment", accepted.payment()));
            } else if (outcome instanceof BulkAnswer.Refused refused) {
                outcomes.put(
                        outcome.submission(),
                        StrictJson.newObject().put("outcome", "refused").put("code", refused.code()));
            }
        }
        remember(outcomes);
    }

    private void remember(Set<String> ids, ObjectNode outcome) {
        Map<String, ObjectNode> outcomes = new LinkedHashMap<>();
        ids.forEach(id -> outcomes.put(id, outcome));
        remember(outcomes);
    }

    /** Those that are still open. */
    private void remember(Map<String, ObjectNode> outcomes) {
        if (journal == null) {
            return;
        }
        outcomes.keySet().removeIf(id -> journal.find(id) == null);
        try {
            journal.settle(outcomes);
        } catch (IOException e) {
            // The answer is known and stands. On disk the entries stay open, and are settled again at the next start.
        }
    }
}
