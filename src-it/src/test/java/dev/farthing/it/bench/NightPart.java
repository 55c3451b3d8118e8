package dev.farthing.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.NightTown;
import dev.farthing.it.system.OperatorClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Closes days of many payments. The payments are written by SQL as a day leaves them; the night is the real job, asked for
 * as a scheduler asks. Its time is told by that of two bare scans of the same transfers, one for each side. A server of its own,
 * whose calendar lies behind the clock.
 */
final class NightPart implements AutoCloseable {
    private static final int VENDORS = 40;
    private static final int CUSTOMERS = 5_000;
    private static final int DAYS_BACK = 20;
    private static final long POLL_MILLIS = 50;
    private static final int SCANS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A night.
     *
     * @param payments closed
     * @param seconds from the request to the end of the run
     * @param scanSeconds of the two scans, the best of three
     * @param heapBytes the most that lived on the heap after a collection
     */
    record Night(long payments, double seconds, double scanSeconds, long heapBytes) {}

    private final BenchServer server;
    private final OperatorClient operator;

    private NightPart(BenchServer server) {
        this.server = server;
        this.operator = new OperatorClient(server.farthing());
    }

    static NightPart fresh(Path ear) throws Exception {
        NightPart part = new NightPart(BenchServer.fresh("bench-night", ear));
        part.settle();
        return part;
    }

    private void settle() throws Exception {
        execute("update business_day set day = current_date - " + DAYS_BACK + " where state = 'OPEN'");
        execute("select ensure_partitions(current_date + 31)");
        Population population = Population.settle(server.farthing(), VENDORS, CUSTOMERS);
        ObjectNode plan = OperatorClient.object().put("cycle", "DAILY").put("ratePpm", 40_000);
        plan.putArray("minimums").add(OperatorClient.usd(50_000));
        operator.put("fee-plans/nightly", plan).expect(200);
        for (int i = 0; i < VENDORS; i++) {
            operator.put(
                            "vendors/" + population.vendors().get(i).code(),
                            OperatorClient.object()
                                    .put("name", "Vendor " + i)
                                    .put("currency", "USD")
                                    .put("feePlan", "nightly")
                                    .put("conditionalDays", i % 2)
                                    .put("payoutIban", NightTown.iban(i)))
                    .expect(200);
        }
        // Every second customer is on a tab, and has used some of it up by the end of the day.
        execute("""
                update customer set kind = 'TAB', mandate_reference = 'M-' || id, mandate_iban = '%s', mandate_signed_on = '2026-01-02'
                 where code like 'bench-customer-%%' and id %% 2 = 0
                """.formatted(NightTown.iban(VENDORS)));
        execute("""
                update account a set credit_limit = 900000000000000
                  from customer c where a.owner = 'customer:' || c.code and c.kind = 'TAB'
                """);
    }

    Night night(int payments, long seed) throws Exception {
        String day = day();
        write(payments, seed);
        server.tidyUp();
        double scan = scan(day);
        server.bench("/heap", JSON.createObjectNode());
        long began = System.nanoTime();
        JsonNode run = operator.post(
                        "jobs",
                        OperatorClient.object().put("job", "close-business-day").put("day", day))
                .expect(202)
                .json();
        while (run.required("state").asText().equals("RUNNING")) {
            Thread.sleep(POLL_MILLIS);
            run = operator.get("jobs/" + run.required("run").asLong())
                    .expect(200)
                    .json();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long heap = server.bench("/heap").required("peakBytes").asLong();
        Voided.unless(run.required("state").asText().equals("COMPLETED"), "The night of %s ended so: %s", day, run);
        check(day, payments);
        return new Night(payments, seconds, scan, heap);
    }

    /** The day as it was closed has all its payments, all who were paid have their statement, and the ledger is in balance. */
    private void check(String day, int payments) throws Exception {
        long counted = server.number("select coalesce(sum(payments), 0) from payment_total where vendor_id is not null"
                + " and business_date = '" + day + "'");
        Voided.unless(counted == payments, "%d payments were written, but the night has counted %d", payments, counted);
        long stated = server.number("select count(*) from vendor_statement where cycle_end = '" + day + "'");
        Voided.unless(stated == VENDORS, "%d of %d vendors have their statement", stated, VENDORS);
        long breaks = server.number("select count(*) from settlement_break");
        Voided.unless(breaks == 0, "Reconciliation found %d breaks", breaks);
        Measuring.balanced(server);
    }

    private String day() throws SQLException {
        return NightTown.openDay(server.farthing());
    }

    private void write(int payments, long seed) throws SQLException {
        // Only this user may make temporary tables.
        try (Connection connection = server.farthing().connectAsSuperuser()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set search_path = farthing");
                statement.execute("select setseed(" + (seed % 1_000) / 1_000.0 + ")");
                statement.execute("""
                        create temporary table shop on commit drop as
                        select row_number() over (order by v.id) as n, v.id, a.id as account
                          from vendor v join account a on a.owner = 'vendor:' || v.code and a.role = 'VENDOR_CONDITIONAL'
                                                      and a.currency = 'USD'
                        """);
                statement.execute("""
                        create temporary table buyer on commit drop as
                        select row_number() over (order by c.id) as n, c.id, a.id as account
                          from customer c join account a on a.owner = 'customer:' || c.code and a.currency = 'USD'
                         where a.posted > 0 or c.kind = 'TAB'
                        """);
            }
            try (PreparedStatement draw = connection.prepareStatement("""
                    create temporary table purchase on commit drop as
                    select gen_random_uuid() as id, d.day, s.id as vendor, s.account as payee, b.id as customer, b.account as payer,
                           'night.' || d.day || '.' || p.n as submission, 1000 + p.n % 500 as amount
                      from (select n, 1 + floor(random() * (select count(*) from shop))::bigint as shop,
                                   1 + floor(random() * (select count(*) from buyer))::bigint as buyer
                              from generate_series(1, ?) n) p
                      join shop s on s.n = p.shop
                      join buyer b on b.n = p.buyer
                     cross join (select day from business_day where state = 'OPEN') d
                    """)) {
                draw.setInt(1, payments);
                draw.execute();
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        insert into submission (vendor_id, submission_id, fingerprint, business_date, payment_id)
                        select vendor, submission, '\\x00', day, id from purchase
                        """);
                statement.execute("""
                        insert into transfer (business_date, id, debit_account, credit_account, amount, currency, cause, booked_at)
                        select day, id, payer, payee, amount, 'USD', 'MICROPAYMENT', now() from purchase
                        """);
                statement.execute("""
                        insert into micropayment
                               (business_date, id, vendor_id, submission_id, outcome, customer, customer_account, item, quantity,
                                amount, currency, rights, rights_model, status_index, decided_at)
                        select day, id, vendor, submission, 'ACCEPTED', 'b' || vendor || '-' || customer, payer, 'article', 1, amount,
                               'USD', 'once', 'ONCE', nextval('entitlement_status'), now()
                          from purchase
                        """);
                statement.execute("""
                        update account a set posted = posted - p.amount
                          from (select payer, sum(amount) as amount from purchase group by payer) p where p.payer = a.id
                        """);
                statement.execute("""
                        insert into delta (account_id, business_date, debits, credits)
                        select payee, day, 0, sum(amount) from purchase group by payee, day
                        """);
            }
            connection.commit();
        }
    }

    /** One side after the other, as nothing but the database can do it. */
    private double scan(String day) throws SQLException {
        double best = Double.MAX_VALUE;
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < SCANS; i++) {
                long began = System.nanoTime();
                for (String side : new String[] {"debit_account", "credit_account"}) {
                    statement
                            .executeQuery("select " + side + ", sum(amount) from transfer where business_date = '" + day
                                    + "' group by 1")
                            .close();
                }
                best = Math.min(best, (System.nanoTime() - began) / 1e9);
            }
        }
        return best;
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = server.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
