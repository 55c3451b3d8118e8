package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.RestTable.Case;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Right requests of the wrong people: without credentials, with those of another door or of somebody else, with a proof of something else. */
final class CredentialCases {
    /** Older than a proof may be, or further ahead than clocks may differ. */
    private static final Duration TOO_FAR = Duration.ofSeconds(75);

    /** Names that are not in anybody's scope: a customer may consent to any vendor. */
    private static final Map<String, String> UNSCOPED = Map.of(
            "PUT /customer/consents/{vendor}", "vendor",
            "DELETE /customer/consents/{vendor}", "vendor");

    /** Makes what its address names, if it is not there. */
    private static final Map<String, String> MAKING = Map.of(
            "PUT /vendor/items/{item}", "item",
            "PUT /operator/fee-plans/{plan}", "plan",
            "PUT /operator/vendors/{vendor}", "vendor",
            "PUT /operator/vendors/{vendor}/items/{item}", "item",
            "PUT /operator/customers/{customer}", "customer");

    private final RestWorld world;
    private final Operation operation;
    private final Call call;
    private final Caller nobody;
    private final List<Case> cases = new ArrayList<>();

    CredentialCases(RestWorld world, Call call) {
        this.world = world;
        this.operation = world.operation();
        this.call = call;
        this.nobody = Caller.nobody(world.server());
    }

    List<Case> all() throws Exception {
        if (operation.door() != Door.OPEN) {
            withoutCredentials();
            atTheWrongDoor();
        }
        if (operation.door().isProven()) {
            provenForSomethingElse();
            ofSomebodyElse();
        }
        ofNothing();
        return cases;
    }

    private void withoutCredentials() {
        cases.add(new Case("no credentials", () -> refused(nobody.send(call))));
        if (operation.door() == Door.OPERATOR) {
            cases.add(new Case(
                    "a wrong password",
                    () -> refused(nobody.withPassword("operator", "wrong").send(call))));
            cases.add(new Case(
                    "an operator that there is not",
                    () -> refused(nobody.withPassword("nobody", world.server().secret("operator"))
                            .send(call))));
        } else {
            cases.add(new Case(
                    "a key that nobody has enrolled",
                    () -> refused(nobody.withKey(Household.newKey()).send(call))));
            cases.add(new Case("a proof that is none", () -> refused(nobody.send(call, "a.b.c"))));
        }
    }

    private void atTheWrongDoor() throws Exception {
        for (Door other : Set.of(Door.OPERATOR, Door.VENDOR, Door.CUSTOMER)) {
            if (other != operation.door()) {
                cases.add(new Case(
                        "the credentials of the door " + other,
                        () -> refused(world.caller(other, world.own()).send(call))));
            }
        }
    }

    private void provenForSomethingElse() throws Exception {
        Caller caller = world.caller();
        String other = call.method().equals("GET") ? "POST" : "GET";
        wrongProof("a proof for another method", call.as(other));
        wrongProof("a proof for another path", call.at(call.path() + "/more"));
        wrongProof("a proof for another query", call.asking("more=1"));
        wrongProof("a proof for another body", call.bearing(call.body() + " "));
        cases.add(new Case(
                "a proof for another server",
                () -> refused(caller.send(call, caller.proof(call, "https://farthing.example", Caller.now())))));
        cases.add(new Case(
                "a proof that is too old",
                () -> refused(caller.send(call, caller.proof(call, Caller.now().minus(TOO_FAR))))));
        cases.add(new Case(
                "a proof of the future",
                () -> refused(caller.send(call, caller.proof(call, Caller.now().plus(TOO_FAR))))));
        cases.add(new Case("a proof that was used before", () -> {
            Call harmless = call.asking(FormCases.UNHEARD_OF + "=1");
            String proof = caller.proof(harmless);
            assertThat(caller.send(harmless, proof).status()).isNotEqualTo(401);
            refused(caller.send(harmless, proof));
        }));
    }

    private void wrongProof(String name, Call proven) throws Exception {
        Caller caller = world.caller();
        cases.add(new Case(name, () -> refused(caller.send(call, caller.proof(proven)))));
    }

    private void ofSomebodyElse() throws Exception {
        Caller other = world.caller(operation.door(), world.other());
        if (operation.parameters("path").isEmpty()) {
            if (call.method().equals("GET")) {
                cases.add(new Case("another's credentials", () -> tellsNothingOf(world.own(), other.send(call))));
                askingForAnother();
            }
            return;
        }
        for (String name : operation.parameters("path")) {
            if (isScoped(name)) {
                cases.add(new Case("another's credentials, for " + name, () -> notFound(other.send(call))));
                String foreign = world.path(Map.of(name, world.ids().of(world.other(), name)));
                String nowhere = world.path(Map.of(name, world.ids().ofNothing(name)));
                cases.add(new Case("another's " + name, () -> {
                    Reply reply = world.caller().send(call.at(foreign));
                    notFound(reply);
                    assertThat(withoutIds(reply, foreign))
                            .as("what is told of another's and of nobody's")
                            .isEqualTo(withoutIds(world.caller().send(call.at(nowhere)), nowhere));
                }));
            }
        }
    }

    /** Filters that name what is another's. */
    private void askingForAnother() {
        Household another = world.other();
        Map<String, String> names =
                Map.of("item", another.item(), "customer", another.shopper().identifier());
        operation.parameters("query").stream()
                .filter(names::containsKey)
                .forEach(name -> cases.add(new Case(
                        "another's " + name + " in the query",
                        () -> tellsNothingOf(
                                another, world.caller().send(call.asking(name + "=" + names.get(name)))))));
    }

    private void ofNothing() throws Exception {
        for (String name : operation.parameters("path")) {
            if (!name.equals(MAKING.get(operation.name()))) {
                String nowhere = world.path(Map.of(name, world.ids().ofNothing(name)));
                cases.add(new Case(
                        "a " + name + " that there is not",
                        () -> notFound(
                                world.caller().send(call.at(nowhere).saying("Idempotency-Key", Town.fresh("key"))))));
            }
        }
    }

    private boolean isScoped(String name) {
        return !name.equals(UNSCOPED.get(operation.name()))
                && !name.equals(MAKING.get(operation.name()))
                && !name.equals("date");
    }

    private void refused(Reply reply) {
        Refused.with(401, operation.door().refusal(), reply);
    }

    private static void notFound(Reply reply) {
        Refused.with(404, Set.of("NOT_FOUND", "UNKNOWN_PAYMENT"), reply);
    }

    private static String withoutIds(Reply reply, String path) {
        String text = reply.text();
        // The longest first: a short one may stand by chance within an id.
        List<String> parts = Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String part : parts) {
            text = text.replace(part, "…");
        }
        return reply.status() + " " + text;
    }

    private static void tellsNothingOf(Household household, Reply reply) {
        Refused.tellsNothing(reply);
        Town town = household.town();
        assertThat(reply.text())
                .doesNotContain(
                        town.vendor(),
                        household.shopper().code(),
                        household.shopper().identifier())
                .doesNotContain(household.item(), household.payment())
                .doesNotContain(
                        household.device().key().kid(), town.keys().signing().kid());
    }
}
