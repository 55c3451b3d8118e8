package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.proof.Enrolment;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an operation's documented example is about in a test: the example's names stand for a household of the operation's
 * own, so that no operation sees what another has changed.
 */
final class RestWorld {
    private static final String JOSE = "application/jose";

    /** Bodies that only their sender can make. */
    private static final Set<String> MADE = Set.of(
            "POST /micropayments",
            "POST /micropayments/bulk",
            "POST /enrolments",
            "POST /devices",
            "POST /vendor/keys");

    /** What an operation cannot do without in its query. */
    private static final Map<String, String> QUERIES = Map.of(
            "GET /operator/accounts", "owner=vendor:{vendor}",
            "GET /operator/payouts", "day=2026-03-02",
            "GET /operator/collections", "day=2026-03-02",
            "GET /operator/bank-files", "day=2026-03-02");

    private final FarthingServer server;
    private final Operation operation;
    private final Household own;
    private final Household other;
    private final RestIds ids;

    RestWorld(FarthingServer server, Operation operation, Household own, Household other) {
        this.server = server;
        this.operation = operation;
        this.own = own;
        this.other = other;
        this.ids = new RestIds(server, operation);
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

    /** How many requests the description gives, or stands for. */
    int examples() {
        return MADE.contains(operation.name()) || !operation.takesBody()
                ? 1
                : operation.examples().size();
    }

    /** A documented example, about this world: right in everything. */
    Call example(int number) throws Exception {
        Call call = new Call(operation.method(), path(Map.of()), null, Map.of(), "");
        if (QUERIES.containsKey(operation.name())) {
            call = call.asking(
                    QUERIES.get(operation.name()).replace("{vendor}", own.town().vendor()));
        }
        if (operation.door() != Door.OPEN && !call.method().equals("GET")) {
            call = call.saying("Idempotency-Key", Town.fresh("key"));
        }
        if (MADE.contains(operation.name())) {
            return call.bearing(JOSE, body());
        }
        if (!operation.takesBody()) {
            return call;
        }
        if (operation.examples().isEmpty()) {
            throw new AssertionError(operation + " documents no example of its body");
        }
        Operation.Example example = operation.examples().get(number);
        JsonNode body = example.value();
        return call.bearing(
                example.mediaType(),
                body.isTextual() ? body.asText() : named(body).toString());
    }

    /** The operation's address with this world's ids, but for those given. */
    String path(Map<String, String> instead) throws Exception {
        String path = Operation.ROOT + operation.path();
        for (String name : operation.parameters("path")) {
            String id = instead.containsKey(name) ? instead.get(name) : ids.of(own, name);
            path = path.replace("{" + name + "}", id);
        }
        return path;
    }

    RestIds ids() {
        return ids;
    }

    private String body() throws Exception {
        return switch (operation.name()) {
            case "POST /micropayments" -> own.town().desk().seal(Order.of(own.shopper(), own.item()));
            case "POST /micropayments/bulk" ->
                own.town().desk().sealBulk(Town.fresh("bulk"), List.of(Order.of(own.shopper(), own.item())), false);
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
            case "vendor", "customer", "item", "day" ->
                OperatorClient.JSON.getNodeFactory().textNode(ids.of(own, member.getKey()));
            default -> member.getValue();
        };
    }
}
