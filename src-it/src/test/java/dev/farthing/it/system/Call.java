package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request before it is sent; whoever sends it adds credentials.
 *
 * @param path with {@code /api/v1}, without the query
 * @param body empty for none
 */
record Call(String method, String path, @Nullable String query, Map<String, String> headers, String body) {
    static Call of(String method, String path) {
        return new Call(method, Operation.ROOT + path, null, Map.of(), "");
    }

    Call as(String otherMethod) {
        return new Call(otherMethod, path, query, headers, body);
    }

    Call at(String otherPath) {
        return new Call(method, otherPath, query, headers, body);
    }

    /** With one more parameter in the query. */
    Call asking(String parameter) {
        return new Call(method, path, query == null ? parameter : query + "&" + parameter, headers, body);
    }

    Call saying(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, query, more, body);
    }

    /** With that text as body, of the media type that it had. */
    Call bearing(String otherBody) {
        return new Call(method, path, query, headers, otherBody);
    }

    Call bearing(String mediaType, String otherBody) {
        return saying("Content-Type", mediaType).bearing(otherBody);
    }

    Call bearing(JsonNode json) {
        return bearing(Operation.JSON, json.toString());
    }

    String pathAndQuery() {
        return query == null ? path : path + "?" + query;
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
