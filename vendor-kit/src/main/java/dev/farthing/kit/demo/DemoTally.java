package dev.farthing.kit.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the vendor saw, counted: sent = accepted + refused + replayed, each being one sealed answer. */
final class DemoTally {
    private final Map<String, Integer> refusedByCode = new TreeMap<>();
    private final List<String> paymentIds = new ArrayList<>();
    private int sent;
    private int replayed;
    private int tamperedRefused;

    synchronized void add(Answer answer) {
        sent++;
        if (answer instanceof Confirmation confirmation) {
            paymentIds.add(confirmation.payment().id());
        } else if (answer instanceof Refusal refusal) {
            refusedByCode.merge(refusal.code(), 1, Integer::sum);
        }
    }

    synchronized void addReplay() {
        sent++;
        replayed++;
    }

    synchronized void addTamperedRefused() {
        tamperedRefused++;
    }

    synchronized String toJson() {
        ObjectNode json = StrictJson.newObject().put("sent", sent).put("accepted", paymentIds.size());
        ObjectNode refused = json.putObject("refused");
        refusedByCode.forEach(refused::put);
        json.put("replayed", replayed).put("tamperedRefused", tamperedRefused);
        ArrayNode ids = json.putArray("paymentIds");
        paymentIds.forEach(ids::add);
        return StrictJson.text(json);
    }
}
