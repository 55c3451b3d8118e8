package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What every answer to a wrong request must be: a problem document (RFC 9457) that tells what to do, and nothing of the server. */
final class Refused {
    private static final Set<String> MEMBERS =
            Set.of("type", "title", "status", "detail", "code", "retryable", "outcome");

    /** A sealed or signed text (RFC 7516, 7515), a key, a digest: its letters are of chance, and may spell anything. */
    private static final Pattern OF_CHANCE = Pattern.compile("[A-Za-z0-9_+/=-]{40,}(\\.[A-Za-z0-9_-]*)*");

    private Refused() {}

    /** @param codes of which the problem must have one */
    static void with(int status, Set<String> codes, Reply reply) {
        String answer = reply.status() + " " + reply.text();
        assertThat(reply.status()).as(answer).isEqualTo(status);
        assertThat(reply.header("Content-Type")).as(answer).startsWith("application/problem+json");
        JsonNode problem = reply.json();
        String code = problem.required("code").asText();
        assertThat(codes).as(answer).contains(code);
        assertThat(problem.required("status").asInt()).as(answer).isEqualTo(status);
        assertThat(problem.required("type").asText())
                .isEqualTo("https://farthing.dev/problems/"
                        + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(problem.required("title").asText()).isNotBlank();
        assertThat(problem.required("detail").asText()).isNotBlank();
        assertThat(problem.required("retryable").isBoolean()).as(answer).isTrue();
        assertThat(problem.required("outcome").asText()).as(answer).isEqualTo("none");
        problem.fieldNames().forEachRemaining(name -> assertThat(name)
                .satisfiesAnyOf(known -> assertThat(MEMBERS).contains(known), errors -> assertThat(errors)
                        .isEqualTo("errors")));
        tellsNothing(reply);
    }

    static void with(int status, String code, Reply reply) {
        with(status, Set.of(code), reply);
    }

    /** No page, no class, no stack, no product. */
    static void tellsNothing(Reply reply) {
        assertThat(OF_CHANCE.matcher(reply.text()).replaceAll(""))
                .as(reply.text())
                .doesNotContain("<html", "dev.farthing.", "jakarta.", "java.", "org.", "Exception", "\tat ")
                .doesNotContain("WFLY", "SQL", "Hibernate");
        assertThat(reply.headers().map().toString().toLowerCase(Locale.ROOT))
                .doesNotContain("wildfly", "undertow", "text/html");
    }
}
