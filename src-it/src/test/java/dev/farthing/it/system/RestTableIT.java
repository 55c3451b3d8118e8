package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.farthing.it.system.RestTable.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * Every operation that the server says it has, against every way of asking wrongly: nobody gets in by the wrong door, learns
 * of others, or is answered by anything but a problem document, and nothing is changed; and its documented example works.
 * Method: the table is generated from the running server's own description; an operation that the table does not know how
 * to ask fails it.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTableIT {
    /** Takes a key into use that must have been published for a while. */
    private static final String LAST = "/operator/server-keys/{kid}/activation";

    private static final int PUBLISHED_POLLS = 90;

    /** A refused reversal is a decision, and as such is kept: its id is used up. */
    private static final Map<String, Set<String>> KEPT = Map.of(
            "POST /operator/vendors/{vendor}/payments/{submission}/reversal", Set.of("submission", "payment_return"));

    private final FarthingServer server;
    private final Household other;
    private int operations;
    private int asked;
    private int examples;

    RestTableIT(FarthingServer server) throws Exception {
        this.server = server;
        this.other = new Household(server);
        other.device().register();
        RestIds.pendingServerKey(server, "P256");
    }

    @AfterAll
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
        Trial.say("%d operations: %d wrong requests, %d documented examples", operations, asked, examples);
    }

    @TestFactory
    Stream<DynamicNode> everyOperation() throws Exception {
        return Operation.of(server).stream()
                .sorted(Comparator.comparing(operation -> operation.path().equals(LAST)))
                .map(operation ->
                        dynamicContainer(operation.name(), Stream.of(operation).flatMap(this::testsOf)));
    }

    /** Made when it is their turn, so that each operation has a world of its own. */
    private Stream<DynamicNode> testsOf(Operation operation) {
        operations++;
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test(operation, "is described in full", () -> assertDescribed(operation)));
        try {
            RestWorld world = world(operation);
            Call example = world.example(0);
            List<Case> cases = RestTable.of(world, example);
            asked += cases.size();
            Map<String, String> before = snapshot(operation);
            cases.forEach(each -> tests.add(test(operation, each.name(), each.check())));
            tests.add(test(operation, "and nothing is changed", () -> assertThat(snapshot(operation))
                    .isEqualTo(before)));
            tests.add(test(operation, "the documented example", () -> assertExample(world, example)));
            for (int i = 1; i < world.examples(); i++) {
                int number = i;
                tests.add(test(operation, "the documented example " + (i + 1), () -> {
                    RestWorld another = world(operation);
                    assertExample(another, another.example(number));
                }));
            }
        } catch (Exception | AssertionError e) {
            tests.add(test(operation, "can be asked", () -> {
                throw e;
            }));
        }
        return tests.stream();
    }

    private Map<String, String> snapshot(Operation operation) throws Exception {
        Map<String, String> snapshot = Snapshot.of(server);
        snapshot.keySet().removeAll(KEPT.getOrDefault(operation.name(), Set.of()));
        return snapshot;
    }

    private RestWorld world(Operation operation) throws Exception {
        if (operation.parameters("path").contains("date")) {
            return new RestWorld(server, operation, SettledHousehold.of(server).household(), other);
        }
        Household own = new Household(server);
        own.device().register();
        return new RestWorld(server, operation, own, other);
    }

    /** Says in a failure what was asked, which the names of generated tests do not say everywhere. */
    private static DynamicTest test(Operation operation, String name, Executable check) {
        return dynamicTest(name, () -> {
            try {
                check.execute();
            } catch (AssertionError e) {
                throw new AssertionError(operation + ", " + name + ": " + e.getMessage(), e);
            }
        });
    }

    private static void assertDescribed(Operation operation) {
        assertThat(operation.description().path("summary").asText())
                .as("summary")
                .isNotBlank();
        String scheme = operation.door().scheme();
        assertThat(operation.security()).as("security").isEqualTo(scheme == null ? Set.of() : Set.of(scheme));
        assertThat(operation.successes()).as("statuses of success").isNotEmpty();
        if (operation.takesBody()) {
            assertThat(operation.examples()).as("examples of the body").isNotEmpty();
        }
    }

    /** It succeeds as documented; and its proof, good as it was, does not do so twice. */
    private void assertExample(RestWorld world, Call example) throws Exception {
        examples++;
        Caller caller = world.caller();
        Operation operation = world.operation();
        if (operation.door().isProven()) {
            String proof = caller.proof(example);
            assertSuccess(operation, caller.send(example, proof));
            Refused.with(401, operation.door().refusal(), caller.send(example, proof));
            return;
        }
        Reply reply = caller.send(example);
        for (int i = 0; operation.path().equals(LAST) && reply.status() == 409 && i < PUBLISHED_POLLS; i++) {
            Thread.sleep(1_000);
            reply = caller.send(example);
        }
        assertSuccess(operation, reply);
    }

    private static void assertSuccess(Operation operation, Reply reply) {
        assertThat(reply.status()).as(reply.text()).isIn(operation.successes());
        Refused.tellsNothing(reply);
    }

    /** What there is beside the interface: open to all, for reading only. */
    @Test
    void theOpenPagesAreForReadingOnly() throws Exception {
        for (String page : List.of("/.well-known/jwks.json", "/health/live", "/health/ready")) {
            Http.get(server.http(), page).expect(200);
            for (String method : List.of("POST", "PUT", "DELETE")) {
                Refused.with(
                        405,
                        "METHOD_NOT_ALLOWED",
                        Caller.nobody(server).send(new Call(method, page, null, Map.of(), "")));
            }
        }
    }
}
