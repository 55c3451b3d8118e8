package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The figures of a demonstration for programs: every one of them was read from the server. */
record DemoOutcome(DemoBooks books, Map<String, BigDecimal> seconds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String toJson() throws Problem {
        ObjectNode json = JSON.createObjectNode();
        json.put("accepted", books.decisions().accepted());
        books.decisions().refused().forEach(json.putObject("refused")::put);
        json.put("replayed", books.decisions().replayed());
        json.put("reversed", books.everything().reversals().count());
        json.put("businessDate", books.recount().path("businessDate").asText());
        ArrayNode nights = json.putArray("nights");
        books.nights().forEach(night -> nights.add(night.day().toString()));
        settled(json, "payout", books.payouts());
        settled(json, "collection", books.collections());
        ArrayNode files = json.putArray("files");
        books.files().forEach(files::add);
        json.set("fees", DemoMoney.amount(books.fees()));
        json.set("railFeesSaved", DemoMoney.amount(books.railFeesSaved()));
        books.topUps().forEach(json.putObject("topUps")::put);
        json.put("breaks", books.breaks());
        json.put("unbalanced", books.recount().path("unbalanced").asLong(-1));
        json.put("transfers", books.recount().path("transfers").asLong());
        seconds.forEach(json.putObject("seconds")::put);
        return json.toPrettyString();
    }

    /** How many, how much in all, and what has become of them. */
    private static void settled(ObjectNode json, String what, List<JsonNode> entries) throws Problem {
        json.put(what + "s", entries.size());
        json.set(what + "Amount", DemoMoney.amount(DemoBooks.amounts(entries)));
        DemoBooks.states(entries).forEach(json.putObject(what + "States")::put);
    }
}
