package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What everybody but the server says of a demonstration.
 *
 * @param days what each vendor counted on each day, by the vendor's name in the town
 * @param bank what the other banks answered after each night
 */
record DemoSeen(List<Map<String, JsonNode>> days, List<JsonNode> bank) {

    /** Over all vendors and days. */
    long vendors(String what) {
        return days.stream()
                .flatMap(day -> day.values().stream())
                .mapToLong(tally -> tally.path(what).asLong(-1))
                .sum();
    }

    /** Messages that were not authentic and were turned away; nothing of them is in the server's books. */
    long forged() {
        long forged = 0;
        for (Map<String, JsonNode> day : days) {
            for (JsonNode tally : day.values()) {
                for (JsonNode kind : tally.path("forged")) {
                    forged += kind.asLong();
                }
            }
        }
        return forged;
    }

    /** Over both answers of the bank. */
    long bank(String what) {
        return bank.stream().mapToLong(answer -> answer.path(what).asLong(-1)).sum();
    }
}
