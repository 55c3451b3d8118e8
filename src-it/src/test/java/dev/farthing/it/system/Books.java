package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The books counted by somebody else: reads the raw rows over JDBC and adds them up here, sharing no statement with the
 * server. Every scenario ends with {@link #assertBalanced}.
 */
final class Books {
    /** Longer than the broker's last pause before it delivers again, which is 32 s. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);

    private static final long POLL_MILLIS = 100;

    /**
     * What the night and the bank's answers must have booked, out of statements, payouts and collections; of the bookings' own
     * records only the transfers' ids are taken. A party that is closed is answered in suspense.
     */
    private static final String SETTLED = """
            with due as (
              select 'FEE' as cause, cycle_end as day, 'F' || to_char(cycle_end, 'YYYYMMDD-') || vendor_id || '-' || currency as subject,
                     vendor_id, null::bigint as customer_account, currency, fee_charged as amount,
                     'VENDOR_PAYABLE' as debit, 'BANK_FEES' as credit
                from vendor_statement where fee_charged > 0
              union all
              select 'PAYOUT', business_date, reference, vendor_id, null, currency, amount, 'VENDOR_PAYABLE', 'VENDOR_PAYOUT'
                from payout
              union all
              select 'PAYOUT_SETTLED', settled_on, reference, vendor_id, null, currency, amount, 'VENDOR_PAYOUT', 'BANK_CLEARING'
                from payout where settled_on is not null
              union all
              select 'PAYOUT_RETURNED', returned_on, reference, vendor_id, null, currency, amount,
                     case when settled_on is null then 'VENDOR_PAYOUT' else 'BANK_CLEARING' end, 'VENDOR_PAYABLE'
                from payout where returned_on is not null
              union all
              select 'COLLECTION', settled_on, reference, null, account_id, currency, amount, 'BANK_CLEARING', 'CUSTOMER'
                from collection where settled_on is not null
              union all
              select 'COLLECTION_RETURNED', returned_on, reference, null, account_id, currency, amount, 'CUSTOMER', 'BANK_CLEARING'
                from collection where returned_on is not null and settled_on is not null),
            place as (
              select a.id, a.role, a.currency, v.id as vendor_id, a.status = 'CLOSED' as closed
                from account a left join vendor v on a.owner = 'vendor:' || v.code)
            select d.day, b.transfer_id,
                   case when x.closed and b.debit_account = s.id then s.id else x.id end,
                   case when y.closed and b.credit_account = s.id then s.id else y.id end,
                   d.amount, d.currency
              from due d
              left join settlement_booking b on b.cause = d.cause and b.subject = d.subject
              left join place s on s.role = 'BANK_SUSPENSE' and s.currency = d.currency
              left join place x on x.role = d.debit and x.currency = d.currency
               and case when x.role = 'CUSTOMER' then x.id = d.customer_account
                        when x.role like 'VENDOR%' then x.vendor_id = d.vendor_id else true end
              left join place y on y.role = d.credit and y.currency = d.currency
               and case when y.role = 'CUSTOMER' then y.id = d.customer_account
                        when y.role like 'VENDOR%' then y.vendor_id = d.vendor_id else true end
            """;

    /** How many rows there are of all that a submission can leave behind. */
    record Rows(long submissions, long decisions, long again, long transfers, long events) {}

    private record Transfer(String key, long debit, long credit, long amount, String currency) {}

    private Books() {}

    static Rows rows(FarthingServer server) throws SQLException {
        try (Connection connection = server.connect()) {
            return new Rows(
                    number(connection, "select count(*) from submission"),
                    number(connection, "select count(*) from micropayment"),
                    number(connection, "select count(*) from submission_again"),
                    number(connection, "select count(*) from transfer"),
                    number(connection, "select count(*) from outbox"));
        }
    }

    /** How many payments are stored of a vendor's submission id, accepted or refused, and how many transfers they have. */
    static List<String> paymentsOf(FarthingServer server, String vendor, String submissionId) throws SQLException {
        return texts(
                server,
                "select m.id || ' ' || m.outcome || ' ' || (select count(*) from transfer t where t.id = m.id) as line"
                        + " from micropayment m join vendor v on v.id = m.vendor_id"
                        + " where v.code = '" + vendor + "' and m.submission_id = '" + submissionId + "'");
    }

    static List<String> texts(FarthingServer server, String query) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    static void assertBalanced(FarthingServer server) throws SQLException, InterruptedException {
        awaitDrained(server);
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<Transfer> transfers = transfers(connection);
            assertBalancesAreSums(connection, transfers);
            assertTransfersHaveOneCauseEach(connection, transfers);
            assertSubmissionsAreDecidedOnce(connection);
            assertReturnsAreWithinTheirPayments(connection);
            assertConditionalIsWhatMayStillBeReversed(connection);
            assertCustomersAreTold(connection);
            connection.rollback();
        }
        JsonNode recount = new OperatorClient(server).get("recount").expect(200).json();
        assertThat(recount.required("unbalanced").asInt())
                .as("the server's own recount: %s", recount)
                .isZero();
    }

    /** Waits until every event is sent, and every payment has become a notice. */
    static void awaitDrained(FarthingServer server) throws SQLException, InterruptedException {
        String waiting = "select count(*) from outbox o where o.number is null"
                + " or o.number > (select min(number) from relay_position)"
                + " or o.payload::json ->> 'customerId' is not null"
                + " and not exists (select 1 from customer_notice n where n.event_id = o.event_id)";
        long left = 1;
        for (long waited = 0; left > 0 && waited < DRAIN_LIMIT.toMillis(); waited += POLL_MILLIS) {
            try (Connection connection = server.connect()) {
                left = number(connection, waiting);
            }
            if (left > 0) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        assertThat(left)
                .as("events that have not become notices within %s", DRAIN_LIMIT)
                .isZero();
    }

    private static List<Transfer> transfers(Connection connection) throws SQLException {
        List<Transfer> transfers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select business_date, id, debit_account, credit_account, amount, currency from transfer")) {
            while (row.next()) {
                transfers.add(new Transfer(
                        row.getString(1) + " " + row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getString(6)));
            }
        }
        return transfers;
    }

    private static void assertBalancesAreSums(Connection connection, List<Transfer> transfers) throws SQLException {
        Map<Long, Long> counted = new TreeMap<>();
        for (Transfer transfer : transfers) {
            counted.merge(transfer.debit(), -transfer.amount(), Math::addExact);
            counted.merge(transfer.credit(), transfer.amount(), Math::addExact);
        }
        Map<Long, Long> kept = new TreeMap<>();
        Map<String, Long> byCurrency = new HashMap<>();
        Map<Long, Long> moved = new HashMap<>();
        each(
                connection,
                "select account_id, credits - debits from account_day",
                row -> moved.merge(row.getLong(1), row.getLong(2), Math::addExact));
        Map<Long, Long> deltas = new HashMap<>();
        each(
                connection,
                "select account_id, credits - debits from delta",
                row -> deltas.merge(row.getLong(1), row.getLong(2), Math::addExact));
        each(connection, "select id, folded, posted, currency, credit_limit + excess from account", row -> {
            long id = row.getLong(1);
            long folded = moved.getOrDefault(id, 0L) + deltas.getOrDefault(id, 0L);
            long balance = row.getBoolean(2) ? folded : row.getLong(3);
            assertThat(row.getBoolean(2) || balance >= -row.getLong(5))
                    .as("live account %d has %d", id, balance)
                    .isTrue();
            byCurrency.merge(row.getString(4), balance, Math::addExact);
            if (balance != 0 || counted.containsKey(id)) {
                kept.put(id, balance);
            }
        });
        assertThat(kept).as("balance by account, kept and counted").isEqualTo(counted);
        assertThat(byCurrency.values()).as("sum of all balances by currency").allMatch(sum -> sum == 0);
    }

    private static void assertTransfersHaveOneCauseEach(Connection connection, List<Transfer> transfers)
            throws SQLException {
        Map<String, Transfer> caused = new HashMap<>();
        each(
                connection,
                "select m.business_date, m.id, m.customer_account, a.id, m.amount, m.currency"
                        + " from micropayment m join vendor v on v.id = m.vendor_id"
                        + " left join account a on a.owner = 'vendor:' || v.code and a.role = 'VENDOR_CONDITIONAL'"
                        + " and a.currency = m.currency where m.outcome = 'ACCEPTED'",
                row -> put(caused, row));
        each(
                connection,
                "select r.business_date, r.id, a.id, r.customer_account, r.amount, r.currency"
                        + " from payment_return r join vendor v on v.id = r.vendor_id"
                        + " left join account a on a.owner = 'vendor:' || v.code and a.currency = r.currency"
                        + " and a.role = case r.kind when 'REVERSAL' then 'VENDOR_CONDITIONAL' else 'VENDOR_PAYABLE' end"
                        + " where r.outcome = 'ACCEPTED'",
                row -> put(caused, row));
        each(
                connection,
                "select f.firmed_on, f.transfer_id, a.id, b.id, f.amount, f.currency"
                        + " from firming f join vendor v on v.id = f.vendor_id"
                        + " left join account a on a.owner = 'vendor:' || v.code and a.currency = f.currency"
                        + " and a.role = 'VENDOR_CONDITIONAL'"
                        + " left join account b on b.owner = 'vendor:' || v.code and b.currency = f.currency"
                        + " and b.role = 'VENDOR_PAYABLE'",
                row -> put(caused, row));
        each(
                connection,
                "select t.business_date, t.transfer_id, c.id, a.id, t.amount, t.currency"
                        + " from (select business_date, transfer_id, amount, currency, customer_id from top_up"
                        + " union all select business_date, transfer_id, amount, currency, customer_id"
                        + " from top_up_request where state = 'BOOKED') t join customer u on u.id = t.customer_id"
                        + " left join account a on a.owner = 'customer:' || u.code and a.currency = t.currency"
                        + " left join account c on c.role = 'BANK_CLEARING' and c.currency = t.currency",
                row -> put(caused, row));
        each(connection, SETTLED, row -> put(caused, row));
        Map<String, Transfer> booked = new HashMap<>();
        transfers.forEach(
                transfer -> assertThat(booked.put(transfer.key(), transfer)).isNull());
        assertThat(booked).as("transfers, and what caused them").isEqualTo(caused);
        long transferIds = transfers.stream()
                .map(t -> t.key().substring(t.key().indexOf(' ')))
                .distinct()
                .count();
        assertThat(transferIds).as("transfer ids over all days").isEqualTo(transfers.size());
    }

    private static void put(Map<String, Transfer> caused, ResultSet row) throws SQLException {
        String key = row.getString(1) + " " + row.getString(2);
        Transfer transfer = new Transfer(key, row.getLong(3), row.getLong(4), row.getLong(5), row.getString(6));
        assertThat(caused.put(key, transfer))
                .as("second cause of transfer %s", key)
                .isNull();
    }

    private static void assertSubmissionsAreDecidedOnce(Connection connection) throws SQLException {
        Set<String> claimed = new HashSet<>();
        each(
                connection,
                "select vendor_id, submission_id, business_date, payment_id from submission",
                row -> claimed.add(line(row)));
        Set<String> decided = new HashSet<>();
        each(
                connection,
                "select vendor_id, submission_id, business_date, id from micropayment"
                        + " union all select vendor_id, submission_id, business_date, id from payment_return",
                row -> assertThat(decided.add(line(row))).isTrue());
        assertThat(decided).as("submissions claimed and decided").isEqualTo(claimed);
    }

    private static void assertReturnsAreWithinTheirPayments(Connection connection) throws SQLException {
        each(
                connection,
                "select m.id, m.quantity, m.amount, sum(r.quantity), sum(r.amount), bool_and(r.currency = m.currency"
                        + " and r.customer_account = m.customer_account and r.vendor_id = m.vendor_id)"
                        + " from payment_return r join micropayment m"
                        + " on m.business_date = r.payment_date and m.id = r.payment_id and m.outcome = 'ACCEPTED'"
                        + " where r.outcome = 'ACCEPTED' group by m.id, m.quantity, m.amount",
                row -> assertThat(row.getBoolean(6)
                                && row.getLong(4) <= row.getLong(2)
                                && row.getLong(5) <= row.getLong(3)
                                && (row.getLong(4) == row.getLong(2)) == (row.getLong(5) == row.getLong(3)))
                        .as("payment %s: returned %s of %s", row.getString(1), row.getLong(5), row.getLong(3))
                        .isTrue());
        assertThat(number(
                        connection,
                        "select count(*) from payment_return r where r.outcome = 'ACCEPTED' and not exists"
                                + " (select 1 from micropayment m where m.business_date = r.payment_date"
                                + " and m.id = r.payment_id and m.outcome = 'ACCEPTED')"))
                .as("returns of payments that are not there")
                .isZero();
    }

    /** A vendor's conditional account holds the payments of its days that are not firm, less their reversals; no more. */
    private static void assertConditionalIsWhatMayStillBeReversed(Connection connection) throws SQLException {
        Map<String, Long> open = new TreeMap<>();
        each(
                connection,
                "select v.code || ' ' || p.currency, sum(p.amount) from"
                        + " (select vendor_id, business_date, currency, amount from micropayment where outcome = 'ACCEPTED'"
                        + " union all select vendor_id, payment_date, currency, -amount from payment_return"
                        + " where outcome = 'ACCEPTED' and kind = 'REVERSAL') p join vendor v on v.id = p.vendor_id"
                        + " where not exists (select 1 from firm_day f where f.vendor_id = p.vendor_id"
                        + " and f.business_date = p.business_date and f.firm) group by 1 having sum(p.amount) <> 0",
                row -> open.put(row.getString(1), row.getLong(2)));
        Map<String, Long> kept = new TreeMap<>();
        each(
                connection,
                "select substring(a.owner from 8) || ' ' || a.currency, sum(case when t.credit_account = a.id"
                        + " then t.amount else -t.amount end) from account a join transfer t"
                        + " on a.id in (t.credit_account, t.debit_account) where a.role = 'VENDOR_CONDITIONAL'"
                        + " group by 1 having sum(case when t.credit_account = a.id then t.amount else -t.amount end) <> 0",
                row -> kept.put(row.getString(1), row.getLong(2)));
        assertThat(kept).as("conditional money by vendor, and its payments").isEqualTo(open);
    }

    private static void assertCustomersAreTold(Connection connection) throws SQLException {
        List<String> accepted = new ArrayList<>();
        each(
                connection,
                "select id from micropayment where outcome = 'ACCEPTED'"
                        + " union all select id from payment_return where outcome = 'ACCEPTED'",
                row -> accepted.add(row.getString(1)));
        List<String> told = new ArrayList<>();
        each(
                connection,
                "select coalesce(payload::json ->> 'return', payload::json ->> 'payment') from customer_notice"
                        + " where kind like 'payment.%'",
                row -> told.add(row.getString(1)));
        assertThat(told)
                .as("payments and returns that customers were told of")
                .containsExactlyInAnyOrderElementsOf(accepted);
    }

    private static String line(ResultSet row) throws SQLException {
        return row.getLong(1) + " " + row.getString(2) + " " + row.getString(3) + " " + row.getString(4);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        long[] number = new long[1];
        each(connection, query, row -> number[0] = row.getLong(1));
        return number[0];
    }
}
