package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every figure of a night is right to the last millionth of a dollar: what turns firm, what it is charged, what is paid out, what
 * stays, what customers spent and what is collected. Method: villages drawn from seeds trade for five business days each, through
 * sealed messages alone; the bank answers on some days and gives some orders back; a {@link Bookkeeper} reckons each decision and
 * each night beforehand, and everything that the server says is compared with it. One server keeps all villages, whose days follow
 * one another, so that the later nights have the earlier villages in them too. The calendar is set back for it, not the clock.
 */
class FiveDaysIT {
    private static final int SEEDS = Trial.repetitions(3, 20);
    private static final int DAYS = 5;
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final int PARTITIONS_AHEAD_DAYS = 31;
    private static final long TRANSACTION_FEE = 200_000;

    @Test
    void fiveDaysComeToWhatIsReckonedToTheLastUnit() throws Exception {
        try (FarthingServer server = FarthingServer.fresh("five-days")) {
            OperatorClient operator = new OperatorClient(server);
            operator.put("rails/USD", fee()).expect(200);
            Bookkeeper book = new Bookkeeper(beginLongAgo(server), TRANSACTION_FEE);
            NightAudit audit = new NightAudit(operator, book);
            for (int seed = 1; seed <= SEEDS; seed++) {
                new FiveDays(server, operator, book, audit, Trial.random("five days " + seed)).pass(seed);
            }
            // A chance that met nothing awkward would have shown nothing.
            assertThat(audit.seen())
                    .containsKeys("fees carried", "held: NO_IBAN", "held: BREAK", "payouts SETTLED", "payouts RETURNED")
                    .containsKeys("collections SENT", "collections SETTLED", "collections RETURNED");
        }
    }

    private static ObjectNode fee() {
        ObjectNode fee = OperatorClient.object();
        fee.set("transactionFee", OperatorClient.usd(TRANSACTION_FEE));
        return fee;
    }

    /** A Sunday: so each of three times five days has one in it, with which weekly cycles end. */
    private static LocalDate beginLongAgo(FarthingServer server) throws SQLException {
        LocalDate first = LocalDate.now(Clock.systemUTC())
                .minusDays((long) SEEDS * DAYS)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update business_day set day = '" + first + "' where state = 'OPEN'");
            statement.execute("select ensure_partitions(current_date + " + PARTITIONS_AHEAD_DAYS + ")");
        }
        return first;
    }

    /** One seed: a village's five days. */
    private static final class FiveDays {
        private final FarthingServer server;
        private final OperatorClient operator;
        private final Bookkeeper book;
        private final NightAudit audit;
        private final Random random;
        private final BankCounter bank;
        private long nightsNanos;

        FiveDays(FarthingServer server, OperatorClient operator, Bookkeeper book, NightAudit audit, Random random) {
            this.server = server;
            this.operator = operator;
            this.book = book;
            this.audit = audit;
            this.random = random;
            this.bank = new BankCounter(server, operator, book);
        }

        void pass(int seed) throws Exception {
            long began = System.nanoTime();
            Village village = new Village(server, operator, random, book);
            audit.add(village);
            MarketDay market = new MarketDay(village, operator, random, book);
            for (int day = 1; day <= DAYS; day++) {
                market.trade();
                close();
                if (day % 2 == 0) {
                    theBankAnswers();
                }
            }
            audit.assertBalances(village);
            Books.assertBalanced(server);
            Trial.say(
                    "five days %d: %d vendors, %d customers in %d ms, %d of them for %d nights; came of it: %s; compared: %s",
                    seed,
                    village.stalls().size(),
                    village.villagers().size(),
                    (System.nanoTime() - began) / NANOS_A_MILLI,
                    nightsNanos / NANOS_A_MILLI,
                    DAYS,
                    new TreeMap<>(market.seen()),
                    audit.seen());
        }

        private void close() throws Exception {
            LocalDate day = book.today();
            long began = System.nanoTime();
            new Jobs(operator).closeDay(day);
            nightsNanos += System.nanoTime() - began;
            book.closeDay();
            audit.assertNight(day);
            bank.assertFiles(day);
        }

        private void theBankAnswers() throws Exception {
            for (LocalDate answered : bank.answer(random)) {
                audit.assertOrders(answered);
            }
            audit.assertBreaksAndResolveSome(random);
        }
    }
}
