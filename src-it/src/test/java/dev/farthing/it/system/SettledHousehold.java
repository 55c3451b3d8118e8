package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.message.Confirmation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A household whose day is closed, with what a night makes: a statement of its vendor and of its customer, a payout, a
 * collection, the bank's files and a break. One for each server, since days can be closed ahead only a few times.
 */
record SettledHousehold(
        Household household, String day, String payout, String collection, String file, String breakId) {
    private static final Map<String, SettledHousehold> MADE = new ConcurrentHashMap<>();
    private static final long TAB = 20_000_000;
    private static final long PRICE = 1_234_567;

    static synchronized SettledHousehold of(FarthingServer server) throws Exception {
        String key = server.home().toString();
        SettledHousehold known = MADE.get(key);
        if (known == null) {
            known = make(server);
            MADE.put(key, known);
        }
        return known;
    }

    private static SettledHousehold make(FarthingServer server) throws Exception {
        Household household = new Household(server);
        household.device().register();
        Town town = household.town();
        OperatorClient operator = town.operator();
        operator.put(
                        "vendors/" + town.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor of a test")
                                .put("currency", "USD")
                                .put("conditionalDays", 0)
                                .put("payoutIban", "DE89370400440532013000"))
                .expect(200);
        String debtor = Town.fresh("customer");
        operator.put("customers/" + debtor, onTab()).expect(200);
        String identifier = operator.put("customers/" + debtor + "/consents/" + town.vendor())
                .expect(200)
                .json()
                .required("identifier")
                .asText();
        Confirmation paid =
                (Confirmation) town.desk().pay(Order.of(new Town.Shopper(debtor, identifier), town.item(PRICE)));
        String day = paid.payment().businessDate().toString();
        new ClosedDays(server).close(day);
        JsonNode files = operator.get("bank-files?day=" + day).expect(200).json();
        return new SettledHousehold(
                household,
                day,
                reference(operator, "payouts", "vendor", town.vendor(), day),
                reference(operator, "collections", "customer", debtor, day),
                files.at("/files/0/name").asText(),
                unmatched(server, operator));
    }

    private static ObjectNode onTab() {
        ObjectNode contract = OperatorClient.object()
                .put("name", "Customer of a test")
                .put("currency", "USD")
                .put("kind", "TAB");
        contract.set("creditLimit", OperatorClient.usd(TAB));
        contract.putObject("mandate")
                .put("reference", Town.fresh("M"))
                .put("iban", "DE89370400440532013000")
                .put("signedOn", "2026-02-27");
        return contract;
    }

    private static String reference(OperatorClient operator, String list, String party, String code, String day)
            throws InterruptedException {
        for (JsonNode one :
                operator.get(list + "?limit=200&day=" + day).expect(200).json().required(list)) {
            if (one.required(party).asText().equals(code)) {
                return one.required("reference").asText();
            }
        }
        throw new AssertionError("There are no " + list + " of " + code + " on " + day);
    }

    /** A break, because the bank sends money that nobody has asked for. */
    private static String unmatched(FarthingServer server, OperatorClient operator) throws Exception {
        server.launcher()
                .run(
                        "bank",
                        "answer",
                        "--iban",
                        "DE93999999990000000001",
                        "--transfer",
                        "1.00:USD:DE89370400440532013000:nothing")
                .orFail();
        ClosedDays days = new ClosedDays(server);
        days.end(
                operator.post("jobs", OperatorClient.object().put("job", "import-bank-statements")),
                "the bank's statements");
        return operator.get("breaks").expect(200).json().at("/breaks/0/id").asText();
    }
}
