package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.proof.Enrolment;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What an operation's documented example is about in a test: the example's names stand for a household of the operation's
 * own, so that no operation sees what another has changed.
 */
final class RestWorld {
    private static final String JOSE = "application/jose";

    /** Long enough for a thumbprint, and of nobody's key. */
    private static final String NO_KEY = "A".repeat(43);

    /** Bodies that only their sender can make. */
    private static final Set<String> MADE =
            Set.of("POST /micropayments", "POST /enrolments", "POST /devices", "POST /vendor/keys");

    /** What an operation cannot do without in its query. */
    private static final Map<String, String> QUERIES = Map.of(
            "GET /operator/accounts", "owner=vendor:{vendor}",
            "POST /operator/business-days/{day}/close", "ahead=true");

    private final FarthingServer server;
    private final Operation operation;
    private final Household own;
    private final Household other;
    private final Map<String, String> made = new HashMap<>();

    RestWorld(FarthingServer server, Operation operation, Household own, Household other) {
        this.server = server;
        this.operation = operation;
        this.own = own;
        this.other = other;
    }

    Operation operation() {
        return operation;
    }

    Household own() {
        return own;
    }

    Household other() {
        return other;
    }

    FarthingServer server() {
        return server;
    }

    /** Somebody whom the operation lets in. */
    Caller caller() throws InterruptedException {
        return caller(operation.door(), own);
    }

    Caller caller(Door door, Household household) throws InterruptedException {
        return switch (door) {
            case OPERATOR -> Household.operator(server);
            case VENDOR -> household.vendor();
            case CUSTOMER -> household.customer();
            case OPEN -> Caller.nobody(server);
        };
    }

    /** The documented example, about this world: right in everything. */
    Call example() throws Exception {
        Call call = new Call(operation.method(), path(Map.of()), null, Map.of(), "");
        if (QUERIES.containsKey(operation.name())) {
            call = call.asking(
                    QUERIES.get(operation.name()).replace("{vendor}", own.town().vendor()));
        }
        if (operation.parameters("header").contains("Idempotency-Key")) {
            call = call.saying("Idempotency-Key", Town.fresh("key"));
        }
        if (MADE.contains(operation.name())) {
            return call.bearing(JOSE, body());
        }
        if (!operation.takesBody()) {
            return call;
        }
        Map.Entry<String, JsonNode> example = operation.examples().entrySet().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(operation + " documents no example of its body"));
        JsonNode body = example.getValue();
        return call.bearing(
                example.getKey(), body.isTextual() ? body.asText() : named(body).toString());
    }

    /** The operation's address with this world's ids, but for those given. */
    String path(Map<String, String> instead) throws Exception {
        String path = Operation.ROOT + operation.path();
        for (String name : operation.parameters("path")) {
            String id = instead.containsKey(name) ? instead.get(name) : id(own, name);
            path = path.replace("{" + name + "}", id);
        }
        return path;
    }

    /** What a household calls the thing that this parameter of the address names. */
    String id(Household household, String name) throws Exception {
        String known = made.get(household.town().vendor() + name);
        if (known == null) {
            known = make(household, name);
            made.put(household.town().vendor() + name, known);
        }
        return known;
    }

    private String make(Household household, String name) throws Exception {
        return switch (name) {
            case "vendor" -> household.town().vendor();
            case "customer" -> household.shopper().code();
            case "item" -> household.item();
            case "submissionId" -> household.payment();
            case "day", "date" -> new ClosedDays(server).last();
            case "run" -> new ClosedDays(server).run();
            case "id" ->
                Long.toString(
                        household.town().account("vendor:" + household.town().vendor(), "VENDOR_CONDITIONAL"));
            default ->
                throw new AssertionError(
                        operation + ": say here what the parameter " + name + " of its address stands for");
        };
    }

    /** In form, and the name of nothing. */
    String nowhere(String name) {
        return switch (name) {
            case "vendor", "customer", "item", "submissionId" -> Town.fresh("nowhere");
            case "day", "date" -> "2019-02-03";
            case "kid" -> NO_KEY;
            case "run" -> "999999999";
            case "id" -> operation.path().contains("/accounts/") ? "999999999" : new UUID(7L << 12, 7L).toString();
            case "list" -> "999999";
            default -> throw new AssertionError(operation + ": say here what " + name + " looks like");
        };
    }

    private String body() throws Exception {
        return switch (operation.name()) {
            case "POST /micropayments" -> own.town().desk().seal(Order.of(own.shopper(), own.item()));
            case "POST /enrolments" -> enrolment();
            case "POST /devices" ->
                Household.registration(
                        Household.deviceCode(server, own.shopper().code()), Household.newKey());
            case "POST /vendor/keys" -> own.offer(Household.newKey());
            default -> throw new AssertionError(operation + ": say here how its body is made");
        };
    }

    private String enrolment() throws InterruptedException {
        String vendor = Town.fresh("vendor");
        own.town().putVendor(vendor);
        VendorKeys keys = VendorKeys.generate(KeyFamily.P256, new SecureRandom());
        return Enrolment.sign(
                own.town().enrolmentCode(vendor),
                keys.signing(),
                keys.decryption().encryptionKey(),
                Town.AUDIENCE,
                Caller.now());
    }

    /** The JSON with this world's names in place of the example's. */
    JsonNode named(JsonNode example) throws Exception {
        if (example instanceof ObjectNode object) {
            ObjectNode named = OperatorClient.object();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                named.set(member.getKey(), member.getValue().isTextual() ? name(member) : named(member.getValue()));
            }
            return named;
        }
        if (example instanceof ArrayNode array) {
            ArrayNode named = OperatorClient.JSON.createArrayNode();
            for (JsonNode each : array) {
                named.add(named(each));
            }
            return named;
        }
        return example;
    }

    private JsonNode name(Map.Entry<String, JsonNode> member) throws Exception {
        return switch (member.getKey()) {
            case "vendor", "customer", "item" ->
                OperatorClient.JSON.getNodeFactory().textNode(id(own, member.getKey()));
            default -> member.getValue();
        };
    }
}
