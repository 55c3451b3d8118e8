package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.it.system.VendorDesk.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the parameters of an operation's address stand for: each thing is there before it is asked about, once for each household. */
final class RestIds {
    /** As long as a thumbprint, and of nobody's key. */
    private static final String NO_KEY = "A".repeat(43);

    private final FarthingServer server;
    private final Operation operation;
    private final Map<String, String> made = new HashMap<>();

    RestIds(FarthingServer server, Operation operation) {
        this.server = server;
        this.operation = operation;
    }

    /** What a household calls the thing that this parameter names. */
    String of(Household household, String name) throws Exception {
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
            case "submissionId", "submission" -> household.payment();
            case "bulk" -> bulk(household);
            case "day" -> new ClosedDays(server).last();
            case "date" -> SettledHousehold.of(server).day();
            case "run" -> run();
            case "plan" -> plan(household);
            case "currency" -> "USD";
            case "reference" -> reference();
            case "file" -> SettledHousehold.of(server).file();
            case "break" -> SettledHousehold.of(server).breakId();
            case "kid" -> key(household);
            case "request" -> topUpRequest(household);
            case "list" -> "0";
            case "id" ->
                Long.toString(
                        household.town().account("vendor:" + household.town().vendor(), "VENDOR_CONDITIONAL"));
            default ->
                throw new AssertionError(
                        operation + ": say here what the parameter " + name + " of its address stands for");
        };
    }

    /** In form, and the name of nothing. */
    String ofNothing(String name) {
        return switch (name) {
            case "vendor", "customer", "item", "submissionId", "submission", "bulk", "plan", "file" ->
                Town.fresh("nowhere");
            case "currency" -> "XXX";
            case "reference" -> "P20190203-1-USD";
            case "day", "date" -> "2019-02-03";
            case "kid" -> NO_KEY;
            case "run", "id", "break" -> "999999999";
            case "request" -> new UUID(7L << 12, Long.MIN_VALUE).toString();
            case "list" -> "999999";
            default -> throw new AssertionError(operation + ": say here what the parameter " + name + " looks like");
        };
    }

    private static String bulk(Household household) throws InterruptedException {
        String bulk = Town.fresh("bulk");
        household.town().desk().payAll(bulk, List.of(Order.of(household.shopper(), household.item())));
        return bulk;
    }

    private static String plan(Household household) throws InterruptedException {
        String plan = Town.fresh("plan");
        household
                .town()
                .operator()
                .put(
                        "fee-plans/" + plan,
                        OperatorClient.object().put("cycle", "DAILY").put("ratePpm", 10_000))
                .expect(200);
        return plan;
    }

    private String reference() throws Exception {
        SettledHousehold settled = SettledHousehold.of(server);
        return operation.path().startsWith("/operator/payouts/") ? settled.payout() : settled.collection();
    }

    /** A run that is over; or one that another node has, or had. */
    private String run() throws Exception {
        return switch (operation.path()) {
            case "/operator/jobs/{run}/stop" -> runElsewhere("20 seconds");
            case "/operator/jobs/{run}/restart" -> runElsewhere("-20 seconds");
            default -> new ClosedDays(server).run();
        };
    }

    private String runElsewhere(String lease) throws Exception {
        return Books.texts(server, """
                        insert into job_run (job, subject, state, attempt, holder, node, started_by, started_at, lease_until)
                        values ('import-bank-statements', 'of a test ' || clock_timestamp(), 'RUNNING', 1, 'elsewhere', 'node9',
                                'operator:test', now(), now() + interval 'LEASE')
                        returning id
                        """.replace("LEASE", lease)).get(0);
    }

    private String key(Household household) throws Exception {
        return switch (operation.path()) {
            case "/vendor/keys/{kid}/activation" -> pendingKey(household);
            case "/vendor/keys/{kid}/revocation", "/operator/vendors/{vendor}/keys/{kid}/revocation" ->
                household.town().keys().decryption().kid();
            case "/customer/devices/{kid}/revocation", "/operator/customers/{customer}/devices/{kid}/revocation" ->
                household.secondDevice();
            case "/operator/server-keys/{kid}/activation" -> pendingServerKey(server, "P256");
            case "/operator/server-keys/{kid}/revocation" -> pendingServerKey(server, "ED25519");
            default -> throw new AssertionError(operation + ": say here whose key it is about");
        };
    }

    private static String pendingKey(Household household) throws Exception {
        return household
                .vendor()
                .send(Call.of("POST", "/vendor/keys").bearing("application/jose", household.offer(Household.newKey())))
                .expect(201)
                .json()
                .required("kid")
                .asText();
    }

    /** An encryption key of the server that is published and not used yet. */
    static String pendingServerKey(FarthingServer server, String family) throws InterruptedException {
        for (JsonNode key :
                new OperatorClient(server).get("server-keys").expect(200).json().required("keys")) {
            if (key.required("state").asText().equals("PENDING")
                    && key.required("usage").asText().equals("ENCRYPTION")
                    && key.required("family").asText().equals(family)) {
                return key.required("kid").asText();
            }
        }
        return Household.operator(server)
                .send(Call.of("POST", "/operator/server-keys")
                        .saying("Idempotency-Key", Town.fresh("key"))
                        .bearing(OperatorClient.object()
                                .put("usage", "ENCRYPTION")
                                .put("family", family)))
                .expect(201)
                .json()
                .required("kid")
                .asText();
    }

    private static String topUpRequest(Household household) throws InterruptedException {
        JsonNode wanted = OperatorClient.object()
                .put("iban", "DE89370400440532013000")
                .set("amount", OperatorClient.usd(1_000_000));
        return household
                .device()
                .post("/customer/top-ups", wanted)
                .expect(201)
                .json()
                .required("id")
                .asText();
    }
}
