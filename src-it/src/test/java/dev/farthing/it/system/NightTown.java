package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Vendors with accounts at a bank and customers of both kinds, enough that a night has something to do in every step and in
 * every part of one: payments that are firm at once and a day later, fees that are taken and one that is carried, payouts and
 * collections. Its business days lie behind the clock, so that one after the other may be closed.
 */
public final class NightTown {
    private static final int VENDORS = 6;
    private static final int DAYS_BACK = 20;
    private static final int PURCHASES_A_DAY = 3;
    private static final long PRICE = 1_234_567;
    private static final long SMALL_PRICE = 1_003;
    private static final long FUNDS = 100_000_000;
    private static final int LIMIT_MILLIS = 120_000;
    private static final int POLL_MILLIS = 50;
    private static final String PLAN = "nightly";

    private record Shop(Town town, VendorDesk desk, String item, List<Shopper> shoppers) {}

    private final FarthingServer server;
    private final OperatorClient operator;
    private final List<Shop> shops = new ArrayList<>();

    /** Founds the town in a server whose books are empty. */
    NightTown(FarthingServer server) throws Exception {
        this.server = server;
        this.operator = new OperatorClient(server);
        setBack();
        ObjectNode plan = OperatorClient.object().put("cycle", "DAILY").put("ratePpm", 40_000);
        plan.putArray("minimums").add(OperatorClient.usd(50_000));
        operator.put("fee-plans/" + PLAN, plan).expect(200);
        for (int i = 0; i < VENDORS; i++) {
            shops.add(shop(i));
        }
    }

    private void setBack() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update business_day set day = current_date - " + DAYS_BACK + " where state = 'OPEN'");
            statement.execute("select ensure_partitions(current_date + 31)");
        }
    }

    /** Every other vendor's payments turn firm the same day; the last vendor sells too little for the least fee. */
    private Shop shop(int number) throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        operator.put(
                        "vendors/" + town.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor " + number)
                                .put("currency", "USD")
                                .put("feePlan", PLAN)
                                .put("conditionalDays", number % 2)
                                .put("payoutIban", iban(number)))
                .expect(200);
        Shopper prepaid = town.shopper(FUNDS);
        Shopper onTab = town.shopper(0);
        ObjectNode tab = OperatorClient.object()
                .put("name", "Customer " + number)
                .put("currency", "USD")
                .put("kind", "TAB");
        tab.set("creditLimit", OperatorClient.usd(FUNDS));
        tab.putObject("mandate")
                .put("reference", "MANDATE-" + number)
                .put("iban", iban(VENDORS + number))
                .put("signedOn", "2026-01-02");
        operator.put("customers/" + onTab.code(), tab).expect(200);
        String item = town.item(number == VENDORS - 1 ? SMALL_PRICE : PRICE + number);
        return new Shop(town, town.desk(), item, List.of(prepaid, onTab));
    }

    /** A German one, in form. */
    public static String iban(int number) {
        String account = String.format("37040044%010d", number);
        // ISO 13616: letters as numbers from 10, country and 00 last; the check digits make it 1 modulo 97.
        int rest =
                new BigInteger(account + "131400").mod(BigInteger.valueOf(97)).intValue();
        return "DE" + String.format("%02d", 98 - rest) + account;
    }

    /** Everybody buys from their vendor, and some think better of one. */
    void trade() throws InterruptedException {
        for (Shop shop : shops) {
            for (Shopper shopper : shop.shoppers()) {
                Order last = null;
                for (int i = 1; i <= PURCHASES_A_DAY; i++) {
                    last = Order.of(shopper, shop.item()).times(i);
                    assertThat(shop.desk().pay(last)).isInstanceOf(Confirmation.class);
                }
                if (last != null && shop.shoppers().indexOf(shopper) == 0) {
                    assertThat(shop.desk().giveBack(Return.Kind.REVERSAL, last.id(), 1))
                            .isInstanceOf(Returned.class);
                }
            }
        }
    }

    /** The business day that bookings belong to now. */
    public static String openDay(FarthingServer server) throws SQLException {
        return Books.texts(server, "select day::text from business_day where state = 'OPEN'")
                .get(0);
    }

    /** Asks for a day's night: 202 is one that was begun or taken up, 200 one that needs nothing. */
    static Reply start(FarthingServer server, String day) throws InterruptedException {
        return new OperatorClient(server)
                .post(
                        "jobs",
                        OperatorClient.object().put("job", "close-business-day").put("day", day));
    }

    /** Waits until nobody works on a run any more, and says how it stands. */
    static JsonNode awaitEnd(FarthingServer server, long run) throws InterruptedException {
        OperatorClient operator = new OperatorClient(server);
        JsonNode seen = operator.get("jobs/" + run).expect(200).json();
        for (int waited = 0; isRunning(seen) && waited < LIMIT_MILLIS; waited += POLL_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            seen = operator.get("jobs/" + run).expect(200).json();
        }
        return seen;
    }

    private static boolean isRunning(JsonNode run) {
        return run.required("state").asText().equals("RUNNING");
    }

    /** Starts a day's night, or takes it up, and waits until it is done. */
    static JsonNode night(FarthingServer server, String day) throws InterruptedException {
        JsonNode begun = start(server, day).expect(202).json();
        JsonNode ended = awaitEnd(server, begun.required("run").asLong());
        assertThat(ended.required("state").asText())
                .as("night of %s: %s", day, ended)
                .isEqualTo("COMPLETED");
        return ended;
    }
}
