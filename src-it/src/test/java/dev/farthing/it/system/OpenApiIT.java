package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: whoever writes a client finds every operation at /openapi, with what it is for, what it takes and how to be let in.
 * Method: the resources' classes against the document that the running server gives out.
 */
@ExtendWith(SharedServer.class)
class OpenApiIT {
    private static final String ROOT = "/api/v1";
    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, POST.class, PUT.class, DELETE.class);

    /** What a path's parameter must look like, which the document does not repeat in the path. */
    private static final String PATTERN_OF_PARAMETER = "\\{(\\w+)\\s*:(?:[^{}]|\\{[^{}]*\\})*\\}";

    /** What proves by its body who sends it, and what is for everybody. */
    private static final Set<String> WITHOUT_SCHEME = Set.of(
            "POST /api/v1/micropayments",
            "POST /api/v1/micropayments/bulk",
            "POST /api/v1/enrolments",
            "POST /api/v1/devices",
            "GET /api/v1/status-lists/{list}");

    @Test
    void everyOperationIsDescribed(FarthingServer server) throws Exception {
        JsonNode document =
                Http.get(server.http(), "/openapi?format=JSON").expect(200).json();
        Set<String> described = new TreeSet<>();
        Set<String> complaints = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.required("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                described.add(name);
                check(name, operation.getValue(), complaints);
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(described).containsExactlyElementsOf(operations());
        Set<String> schemes = new TreeSet<>();
        document.at("/components/securitySchemes").fieldNames().forEachRemaining(schemes::add);
        assertThat(schemes).contains("operator", "vendorProof", "customerProof");
    }

    private static void check(String name, JsonNode operation, Set<String> complaints) {
        if (operation.path("summary").asText().isBlank()) {
            complaints.add(name + " has no summary");
        }
        if (operation.path("security").isEmpty() && !WITHOUT_SCHEME.contains(name)) {
            complaints.add(name + " names no security scheme");
        }
        JsonNode json = operation.at("/requestBody/content/application~1json");
        if (!json.isMissingNode() && json.path("examples").isEmpty()) {
            complaints.add(name + " takes JSON and shows none");
        }
    }

    private static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("dev.farthing.web")) {
            if (type.isAnnotatedWith(Path.class)) {
                type.getMethods().forEach(method -> add(type, method, operations));
            }
        }
        assertThat(operations).isNotEmpty();
        return operations;
    }

    private static void add(JavaClass type, JavaMethod method, Set<String> operations) {
        METHODS.stream().filter(method::isAnnotatedWith).forEach(verb -> {
            String own =
                    method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
            String path = type.getAnnotationOfType(Path.class).value()
                    + (own.isEmpty() || own.startsWith("/") ? own : "/" + own);
            operations.add(verb.getSimpleName() + " " + ROOT + path.replaceAll(PATTERN_OF_PARAMETER, "{$1}"));
        });
    }
}
