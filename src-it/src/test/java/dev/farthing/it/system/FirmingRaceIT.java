package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A unit of a payment is given back or turns firm, never both and never neither. Method: many vendors, each with one payment
 * of many units; all of them reverse unit by unit without pause while the day is closed, until they are told that it is firm;
 * then what turned firm is what was not given back, and can be refunded.
 */
class FirmingRaceIT {
    private static final int VENDORS = Trial.repetitions(50, 500);
    private static final int THREADS = 8;
    private static final int UNITS = 1000;
    private static final long PRICE = 1_000;
    private static final int POLL_MILLIS = 50;
    private static final int POLLS = 1200;

    /** A vendor, its payment, and how many units of it came back. */
    private record Sale(Town town, VendorDesk desk, Shopper shopper, Order order, AtomicInteger returned) {}

    @Test
    void whatIsReversedWhileTheDayTurnsFirmIsNotFirmAndTheRestIs() throws Exception {
        try (FarthingServer server = FarthingServer.fresh("firming")) {
            List<Sale> sales = new ArrayList<>();
            for (int i = 0; i < VENDORS; i++) {
                sales.add(sale(server));
            }
            AtomicInteger firm = new AtomicInteger();
            AtOnce.run(
                    THREADS + 1,
                    i -> () -> i == THREADS ? closeInTheMiddle(server, sales) : reverseAll(sales, i, firm));

            int reversed =
                    sales.stream().mapToInt(sale -> sale.returned().get()).sum();
            Trial.say("%d vendors' days turned firm under %d reversals", VENDORS, reversed);
            assertThat(firm).hasValue(VENDORS);
            assertThat(reversed).as("reversals before the day was firm").isGreaterThanOrEqualTo(2 * VENDORS);
            for (Sale sale : sales) {
                assertFirmIsTheRest(sale);
            }
            Books.assertBalanced(server);
            assertThat(server.databaseLog()).doesNotContain("deadlock detected");
        }
    }

    private static Sale sale(FarthingServer server) throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        town.operator()
                .put(
                        "vendors/" + town.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor of a race")
                                .put("currency", "USD")
                                .put("conditionalDays", 0))
                .expect(200);
        Shopper shopper = town.shopper(UNITS * PRICE);
        Order order = Order.of(shopper, town.item(PRICE)).times(UNITS);
        VendorDesk desk = town.desk();
        assertThat(desk.pay(order)).isInstanceOf(Confirmation.class);
        return new Sale(town, desk, shopper, order, new AtomicInteger());
    }

    /** Each thread has its own vendors, and goes round them until all are firm. */
    private static String reverseAll(List<Sale> sales, int thread, AtomicInteger firm) throws Exception {
        List<Sale> open = new ArrayList<>();
        for (int i = thread; i < sales.size(); i += THREADS) {
            open.add(sales.get(i));
        }
        while (!open.isEmpty()) {
            for (Sale sale : List.copyOf(open)) {
                Answer answer =
                        sale.desk().giveBack(Return.Kind.REVERSAL, sale.order().id(), 1);
                if (answer instanceof Returned) {
                    sale.returned().incrementAndGet();
                } else {
                    assertThat(((Refusal) answer).code()).isEqualTo("PAYMENT_FIRM");
                    firm.incrementAndGet();
                    open.remove(sale);
                }
            }
        }
        return "done";
    }

    /** Closes the day when the reversals are well under way. */
    private static String closeInTheMiddle(FarthingServer server, List<Sale> sales) throws InterruptedException {
        for (int i = 0;
                i < POLLS && sales.stream().anyMatch(sale -> sale.returned().get() < 2);
                i++) {
            Thread.sleep(POLL_MILLIS);
        }
        return close(server);
    }

    private static String close(FarthingServer server) throws InterruptedException {
        String day = Http.get(server.http(), "/health/ready")
                .expect(200)
                .json()
                .required("businessDate")
                .asText();
        ClosedDays days = new ClosedDays(server);
        days.end(days.begin(day, false), day);
        return day;
    }

    private static void assertFirmIsTheRest(Sale sale) throws Exception {
        int returned = sale.returned().get();
        long rest = (UNITS - returned) * PRICE;
        assertThat(sale.town().balance(sale.shopper())).isEqualTo(returned * PRICE);
        assertThat(sale.town().conditional()).isZero();
        assertThat(sale.town().payable()).isEqualTo(rest);
        assertThat(sale.desk().giveBack(Return.Kind.REFUND, sale.order().id(), null))
                .isInstanceOf(Returned.class);
        assertThat(sale.town().payable()).isZero();
        assertThat(sale.town().balance(sale.shopper())).isEqualTo(UNITS * PRICE);
    }
}
