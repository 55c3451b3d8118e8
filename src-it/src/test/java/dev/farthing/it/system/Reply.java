package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came back over HTTP. */
@SuppressWarnings("ArrayRecordComponent") // compared by its text
public record Reply(int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + status + " " + text(), e);
        }
    }

    String code() {
        return json().path("code").asText();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** All that an observer can compare: status, headers but the date, body. */
    String observable() {
        Map<String, List<String>> seen = new TreeMap<>();
        headers.map().forEach((name, values) -> seen.put(name.toLowerCase(Locale.ROOT), values));
        seen.remove("date");
        return status + " " + seen + " " + text();
    }

    public Reply expect(int wanted) {
        if (status != wanted) {
            throw new AssertionError("Expected " + wanted + " but got " + status + " " + text());
        }
        return this;
    }
}
