package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A transfer that somebody alters in the database is found by the night, named, and stops the payouts and collections of those whom
 * it touches, and nobody else's. Method: three vendors and a customer on a tab each; one payment's transfer is altered by the
 * schema's owner, the night closes, and everything the night made is read by REST. Then the transfer is put back, the breaks are
 * resolved, and the next night makes good what was held.
 */
class BreakIT {
    private static final long PRICE = 1_230_000;
    private static final long TAB = 50_000_000;
    private static final long ALTERED_BY = 7;
    private static final String PAYEE = "DE89370400440532013000";

    private record Shop(Town town, Shopper debtor) {}

    @Test
    void anAlteredTransferIsFoundAndStopsOnlyThoseWhomItTouches() throws Exception {
        try (FarthingServer server = FarthingServer.fresh("break")) {
            List<Shop> shops = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                shops.add(shop(server));
            }
            Shop touched = shops.get(1);
            ClosedDays days = new ClosedDays(server);
            Confirmation altered = pay(touched);
            for (Shop shop : shops) {
                if (!shop.equals(touched)) {
                    pay(shop);
                }
            }
            String day = altered.payment().businessDate().toString();
            alter(server, altered.payment().id(), ALTERED_BY);

            Launcher.Ended night = server.launcher().run("job", "start", "close-business-day", "--day", day, "--wait");

            assertThat(night.status()).as(night.output()).isEqualTo(7);
            assertFound(server, altered, touched);
            for (Shop shop : shops) {
                boolean held = shop.equals(touched);
                assertThat(payouts(server, day, shop))
                        .as("payouts, held: %s", held)
                        .isEqualTo(held ? 0 : 1);
                assertThat(collections(server, day, shop))
                        .as("collections, held: %s", held)
                        .isEqualTo(held ? 0 : 1);
                JsonNode line = new VendorClient(shop.town())
                        .get("/statements/" + day)
                        .expect(200)
                        .json()
                        .at("/lines/0");
                assertThat(line.path("payoutHeld").asText()).isEqualTo(held ? "BREAK" : "");
                assertThat(line.at("/payable/closing/value").asLong()).isEqualTo(held ? PRICE : 0);
            }

            alter(server, altered.payment().id(), -ALTERED_BY);
            OperatorClient operator = new OperatorClient(server);
            for (JsonNode found : breaks(operator)) {
                operator.post(
                                "breaks/" + found.required("id").asText() + "/resolution",
                                OperatorClient.object().put("resolution", "the transfer was put back"))
                        .expect(200);
            }
            String next = Books.texts(server, "select max(day)::text from business_day where state = 'OPEN'")
                    .get(0);
            days.close(next);
            assertThat(payouts(server, next, touched)).isEqualTo(1);
            assertThat(collections(server, next, touched)).isEqualTo(1);
            assertThat(touched.town().payable()).isZero();
            assertThat(breaks(operator)).isEmpty();
            Books.assertBalanced(server);
        }
    }

    private static void assertFound(FarthingServer server, Confirmation altered, Shop touched) throws Exception {
        JsonNode found = breaks(new OperatorClient(server));
        String vendor = "vendor:" + touched.town().vendor();
        String customer = "customer:" + touched.debtor().code();
        List<String> kinds = new ArrayList<>();
        for (JsonNode one : found) {
            kinds.add(one.required("kind").asText());
            one.required("owners").forEach(owner -> assertThat(owner.asText()).isIn(vendor, customer));
            if (one.required("kind").asText().equals("PAYMENT_TRANSFER")) {
                assertThat(one.required("subject").asText())
                        .isEqualTo("transfer:" + altered.payment().id());
                assertThat(one.required("kept").asLong()).isEqualTo(PRICE + ALTERED_BY);
                assertThat(one.required("counted").asLong()).isEqualTo(PRICE);
                assertThat(one.required("owners")).hasSize(2);
            }
        }
        // The payment itself, and both of the balances that its transfer no longer adds up to.
        assertThat(kinds).containsExactlyInAnyOrder("PAYMENT_TRANSFER", "ACCOUNT_BALANCE", "ACCOUNT_BALANCE");
    }

    private static JsonNode breaks(OperatorClient operator) throws InterruptedException {
        return operator.get("breaks?state=OPEN").expect(200).json().required("breaks");
    }

    private static int payouts(FarthingServer server, String day, Shop shop) throws InterruptedException {
        return count(server, "payouts", "vendor", shop.town().vendor(), day);
    }

    private static int collections(FarthingServer server, String day, Shop shop) throws InterruptedException {
        return count(server, "collections", "customer", shop.debtor().code(), day);
    }

    private static int count(FarthingServer server, String list, String party, String code, String day)
            throws InterruptedException {
        int count = 0;
        for (JsonNode one : new OperatorClient(server)
                .get(list + "?day=" + day)
                .expect(200)
                .json()
                .required(list)) {
            count += one.required(party).asText().equals(code) ? 1 : 0;
        }
        return count;
    }

    private static Confirmation pay(Shop shop) throws Exception {
        return (Confirmation)
                shop.town().desk().pay(Order.of(shop.debtor(), shop.town().item(PRICE)));
    }

    /** A vendor that is paid out each night, and a customer of its own on a tab. */
    private static Shop shop(FarthingServer server) throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        town.operator()
                .put(
                        "vendors/" + town.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor of a test")
                                .put("currency", "USD")
                                .put("conditionalDays", 0)
                                .put("payoutIban", PAYEE))
                .expect(200);
        String code = Town.fresh("customer");
        ObjectNode contract = OperatorClient.object()
                .put("name", "Customer of a test")
                .put("currency", "USD")
                .put("kind", "TAB");
        contract.set("creditLimit", OperatorClient.usd(TAB));
        contract.putObject("mandate")
                .put("reference", Town.fresh("M"))
                .put("iban", PAYEE)
                .put("signedOn", "2026-02-27");
        town.operator().put("customers/" + code, contract).expect(200);
        String identifier = town.operator()
                .put("customers/" + code + "/consents/" + town.vendor())
                .expect(200)
                .json()
                .required("identifier")
                .asText();
        return new Shop(town, new Shopper(code, identifier));
    }

    private static void alter(FarthingServer server, String transfer, long by) throws Exception {
        try (Connection connection = server.connect();
                PreparedStatement update =
                        connection.prepareStatement("update transfer set amount = amount + ? where id = ?::uuid")) {
            update.setLong(1, by);
            update.setString(2, transfer);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
