package dev.farthing.kit.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Returned;
import java.util.Map;
import java.util.TreeMap;

/** What the vendor saw, counted by itself: to be compared with what stands in the bank's books. Thread-safe. */
final class DemoTally {
    private final Map<String, Integer> refusedByCode = new TreeMap<>();
    private final Map<String, Integer> forgedByKind = new TreeMap<>();
    private int accepted;
    private long acceptedAmount;
    private int replayed;
    private int reversed;
    private long reversedAmount;

    synchronized void add(Confirmation confirmation) {
        accepted++;
        acceptedAmount =
                Math.addExact(acceptedAmount, confirmation.payment().amount().value());
    }

    synchronized void add(Refusal refusal) {
        refusedByCode.merge(refusal.code(), 1, Integer::sum);
    }

    synchronized void add(Returned returned) {
        reversed++;
        reversedAmount =
                Math.addExact(reversedAmount, returned.booking().amount().value());
    }

    synchronized void addReplay() {
        replayed++;
    }

    /** A message that was not taken, since it was not this vendor's, not as it was sealed, or not in time. */
    synchronized void addForged(String kind) {
        forgedByKind.merge(kind, 1, Integer::sum);
    }

    synchronized String toJson() {
        ObjectNode json = StrictJson.newObject()
                .put("accepted", accepted)
                .put("acceptedAmount", Long.toString(acceptedAmount))
                .put("replayed", replayed)
                .put("reversed", reversed)
                .put("reversedAmount", Long.toString(reversedAmount));
        ObjectNode refused = json.putObject("refused");
        refusedByCode.forEach(refused::put);
        ObjectNode forged = json.putObject("forged");
        forgedByKind.forEach(forged::put);
        return StrictJson.text(json);
    }
}
