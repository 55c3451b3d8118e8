package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that nights leave behind, row by row: what must be the same however often they were interrupted. Left out are moments of
 * the clock, and the ids of firmings, which are made anew; accounts are told by whose they are.
 */
record NightOutcome(Map<String, List<String>> rows) {
    private static final Map<String, String> QUERIES = queries();

    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("transfers", """
                select concat_ws(' ', t.business_date, case t.cause when 'FIRMING' then '' else t.id::text end,
                                 d.owner, d.role, c.owner, c.role, t.amount, t.currency, t.cause)
                  from transfer t join account d on d.id = t.debit_account join account c on c.id = t.credit_account
                """);
        queries.put("balances", "select to_jsonb(t) - 'id' from account t");
        queries.put(
                "days of accounts",
                "select concat_ws(' ', a.owner, a.role, a.currency, t.business_date, t.debits, t.credits)"
                        + " from account_day t join account a on a.id = t.account_id");
        queries.put("what is not folded", "select to_jsonb(t) from delta t");
        queries.put("business days", "select concat_ws(' ', day, state) from business_day t");
        queries.put("firmings", all("firming", "transfer_id"));
        queries.put("firm days", all("firm_day", "firmed_at"));
        queries.put("firming done", all("firming_done", "done_at"));
        queries.put("live days", all("ledger_day", "live_at"));
        queries.put("totals", all("payment_total"));
        queries.put("vendors' statements", all("vendor_statement"));
        queries.put("payouts", all("payout", "booked_at"));
        queries.put("collections", all("collection", "made_at"));
        queries.put("customers' statements", all("customer_statement"));
        queries.put("bank's files", all("bank_file", "stored_at", "handed_over_at"));
        queries.put("settlement's bookings", """
                select concat_ws(' ', t.transfer_id, t.business_date, t.cause, t.subject, d.owner, d.role, c.owner, c.role,
                                 t.amount, t.currency)
                  from settlement_booking t
                  join account d on d.id = t.debit_account join account c on c.id = t.credit_account
                """);
        queries.put("breaks", all("settlement_break", "found_at"));
        queries.put("proofs", all("night_proof", "proved_at"));
        queries.put("events", "select concat_ws(' ', topic, vendor_id, payload) from outbox t");
        queries.put("runs", "select concat_ws(' ', job, subject, state) from job_run t");
        return queries;
    }

    private static String all(String table, String... without) {
        StringBuilder row = new StringBuilder("to_jsonb(t)");
        for (String column : without) {
            row.append(" - '").append(column).append('\'');
        }
        return "select " + row + " from " + table + " t";
    }

    static NightOutcome of(FarthingServer server) throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            rows.put(query.getKey(), Books.texts(server, query.getValue() + " order by 1"));
        }
        return new NightOutcome(rows);
    }

    /** How many rows there are of a kind. */
    int count(String kind) {
        return rows.getOrDefault(kind, List.of()).size();
    }

    void assertSameAs(NightOutcome undisturbed) {
        undisturbed
                .rows()
                .forEach((kind, wanted) -> assertThat(rows.get(kind)).as(kind).isEqualTo(wanted));
    }
}
