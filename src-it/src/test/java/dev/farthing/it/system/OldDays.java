package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Days of a server that lie long back: some on which a vendor sold, one long after them that is closed as well, and the one after
 * that, which is open. The calendar is set back and then ahead for it, not the clock.
 */
final class OldDays {
    private static final int BACK_DAYS = 60;
    private static final int AHEAD_DAYS = 50;
    private static final int PARTITIONS_AHEAD_DAYS = 31;
    private static final int CUSTOMERS = 3;
    private static final long FUNDS = 500_000_000_000L;
    private static final long PRICE = 1_234_567;

    private final FarthingServer server;
    private final Town town;
    private final ClosedDays days;
    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<LocalDate> sold = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final String item;
    private LocalDate late = LocalDate.EPOCH;

    OldDays(FarthingServer server) throws Exception {
        this.server = server;
        LocalDate first = LocalDate.now(Clock.systemUTC()).minusDays(BACK_DAYS);
        open(first);
        this.town = new Town(server, KeyFamily.ED25519);
        this.days = new ClosedDays(server);
        town.operator()
                .put(
                        "vendors/" + town.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor of old days")
                                .put("currency", "USD")
                                .put("conditionalDays", 0))
                .expect(200);
        this.item = town.item(PRICE);
        for (int i = 0; i < CUSTOMERS; i++) {
            shoppers.add(town.shopper(FUNDS));
        }
    }

    /** Sells for that many days, with a reversal, a refund of the day before and a refusal on each; then lets time pass. */
    void sell(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            sellOnOneDay();
            sold.add(LocalDate.parse(days.closeOpenDay()));
        }
        late = sold.get(0).plusDays(AHEAD_DAYS);
        open(late);
        assertThat(pay()).isInstanceOf(Confirmation.class);
        days.close(late.toString());
    }

    private void sellOnOneDay() throws Exception {
        VendorDesk desk = town.desk();
        for (Shopper shopper : shoppers) {
            Order order = Order.of(shopper, item).times(2);
            assertThat(desk.pay(order)).isInstanceOf(Confirmation.class);
            orders.add(order);
        }
        Order reversed = Order.of(shoppers.get(0), item);
        assertThat(desk.pay(reversed)).isInstanceOf(Confirmation.class);
        assertThat(desk.giveBack(Return.Kind.REVERSAL, reversed.id(), null)).isInstanceOf(Returned.class);
        if (!sold.isEmpty()) {
            assertThat(desk.giveBack(Return.Kind.REFUND, orders.get(0).id(), 1)).isInstanceOf(Answer.class);
        }
        desk.pay(Order.of(shoppers.get(0), "no-such-item"));
        desk.inquire(Town.fresh("never-sent"));
    }

    /** A purchase on the day that is open. */
    Answer pay() throws InterruptedException {
        return town.desk().pay(order());
    }

    Order order() {
        return Order.of(shoppers.get(0), item);
    }

    Town town() {
        return town;
    }

    /** On which something was sold, the oldest first. */
    List<LocalDate> sold() {
        return List.copyOf(sold);
    }

    /** The one long after them, which is closed too. */
    LocalDate late() {
        return late;
    }

    /** The first purchase of the first day; half of it was refunded on the second. */
    Order first() {
        return orders.get(0);
    }

    ClosedDays calendar() {
        return days;
    }

    private void open(LocalDate day) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update business_day set day = '" + day + "' where state = 'OPEN'");
            statement.execute("select ensure_partitions(current_date + " + PARTITIONS_AHEAD_DAYS + ")");
        }
    }
}
