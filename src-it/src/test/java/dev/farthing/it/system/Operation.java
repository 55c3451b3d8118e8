package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One operation of the interface, as the running server describes it at {@code /openapi}.
 *
 * @param path without {@code /api/v1}
 */
record Operation(String method, String path, JsonNode description) {
    static final String ROOT = "/api/v1";
    static final String JSON = "application/json";

    /** All of them, in the order of their addresses. */
    static List<Operation> of(FarthingServer server) throws InterruptedException {
        JsonNode paths = Http.get(server.http(), "/openapi?format=JSON")
                .expect(200)
                .json()
                .required("paths");
        List<Operation> operations = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> operations.add(new Operation(
                        method.getKey().toUpperCase(Locale.ROOT),
                        path.getKey().substring(ROOT.length()),
                        method.getValue()))));
        return operations;
    }

    String name() {
        return method + " " + path;
    }

    Door door() {
        return Door.of(path);
    }

    /** The names of its parameters of a kind: {@code path}, {@code query} or {@code header}. */
    Set<String> parameters(String in) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : description.path("parameters")) {
            if (parameter.required("in").asText().equals(in)) {
                names.add(parameter.required("name").asText());
            }
        }
        return names;
    }

    /** The schemes of which each lets a request in. */
    Set<String> security() {
        Set<String> schemes = new TreeSet<>();
        description.path("security").forEach(each -> each.fieldNames().forEachRemaining(schemes::add));
        return schemes;
    }

    boolean takesBody() {
        return !content().isEmpty();
    }

    boolean takes(String mediaType) {
        return content().has(mediaType);
    }

    /** A body that the description gives as an example. */
    record Example(String mediaType, JsonNode value) {}

    /** The documented example bodies of all media types. */
    List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        content().properties().forEach(type -> {
            type.getValue()
                    .path("examples")
                    .forEach(each -> examples.add(new Example(type.getKey(), each.path("value"))));
            if (type.getValue().has("example")) {
                examples.add(new Example(type.getKey(), type.getValue().get("example")));
            }
        });
        return examples;
    }

    /** The documented statuses of success. */
    Set<Integer> successes() {
        Set<Integer> statuses = new TreeSet<>();
        description.path("responses").fieldNames().forEachRemaining(status -> {
            if (status.startsWith("2")) {
                statuses.add(Integer.valueOf(status));
            }
        });
        return statuses;
    }

    /** Whether a success has a body. */
    boolean answersWithBody() {
        return !successes().equals(Set.of(204));
    }

    private JsonNode content() {
        return description.path("requestBody").path("content");
    }

    @Override
    public String toString() {
        return name();
    }
}
