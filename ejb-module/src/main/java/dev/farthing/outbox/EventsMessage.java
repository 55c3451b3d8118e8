package dev.farthing.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events as they travel through a queue: a JSON array of objects with {@code id}, {@code topic} and {@code payload}. */
public final class EventsMessage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventsMessage() {}

    static String write(List<Event> events) {
        ArrayNode all = JSON.createArrayNode();
        events.forEach(event -> all.addObject()
                .put("id", event.id().toString())
                .put("topic", event.topic())
                .putRawValue("payload", new RawValue(event.payload())));
        return all.toString();
    }

    /**
     * Reads the body of a message.
     *
     * @throws IllegalArgumentException if the relay did not write it
     */
    public static List<Event> read(String body) {
        try {
            List<Event> events = new ArrayList<>();
            for (JsonNode one : JSON.readTree(body)) {
                events.add(new Event(
                        UUID.fromString(one.required("id").asText()),
                        one.required("topic").asText(),
                        null,
                        one.required("payload").toString()));
            }
            return events;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a message of the relay", e);
        }
    }
}
