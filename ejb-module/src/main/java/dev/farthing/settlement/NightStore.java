package dev.farthing.settlement;

import dev.farthing.database.Database;
import dev.farthing.ledger.DayTotal;
import dev.farthing.settlement.Night.Moved;
import dev.farthing.settlement.Night.Proof;
import dev.farthing.settlement.Nights.Range;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what a night has made, and keeps its proof. */
@Dependent
class NightStore {
    /** One currency of payouts or collections, with what their shared transactions saved. */
    private record Sum(String currency, long count, long amount, long shared, long saved) {}

    @Inject
    private Database database;

    Night night(LocalDate day, List<BankFile> files) {
        List<Sum> payouts = sums(day, "payout", "payments");
        List<Sum> collections = sums(day, "collection", "purchases");
        Map<String, Long> saved = new TreeMap<>();
        for (List<Sum> sums : List.of(payouts, collections)) {
            sums.forEach(sum -> saved.merge(sum.currency(), sum.saved(), Math::addExact));
        }
        return new Night(
                day,
                fees(day),
                moved(payouts),
                moved(collections),
                payouts.stream().mapToLong(Sum::shared).sum(),
                collections.stream().mapToLong(Sum::shared).sum(),
                saved,
                files,
                breaks(day),
                proofs(day));
    }

    /** @param table either of our own two; {@code shared} its column */
    private List<Sum> sums(LocalDate day, String table, String shared) {
        return database.read(sql -> sql.createQuery("""
                        select t.currency, count(*) as count, sum(t.amount)::bigint as amount, sum(t.SHARED)::bigint as shared,
                               sum(greatest(0, t.SHARED - 1) * t.transaction_fee)::bigint as saved
                          from TABLE t
                         where t.business_date = :day
                         group by t.currency order by t.currency
                        """.replace("TABLE", table).replace("SHARED", shared))
                .bind("day", day)
                .map((row, context) -> new Sum(
                        row.getString("currency"),
                        row.getLong("count"),
                        row.getLong("amount"),
                        row.getLong("shared"),
                        row.getLong("saved")))
                .list());
    }

    private static Moved moved(List<Sum> sums) {
        Map<String, Long> amounts = new TreeMap<>();
        sums.forEach(sum -> amounts.put(sum.currency(), sum.amount()));
        return new Moved(sums.stream().mapToLong(Sum::count).sum(), amounts);
    }

    private Map<String, Long> fees(LocalDate day) {
        Map<String, Long> fees = new TreeMap<>();
        database.read(sql -> sql.select("""
                                select currency, sum(fee_charged)::bigint as fee from vendor_statement
                                 where cycle_end = ? group by currency having sum(fee_charged) > 0
                                """, day)
                        .map((row, context) -> Map.entry(row.getString("currency"), row.getLong("fee")))
                        .list())
                .forEach(entry -> fees.put(entry.getKey(), entry.getValue()));
        return fees;
    }

    private long breaks(LocalDate day) {
        return database.read(sql -> sql.select("select count(*) from settlement_break where seen_on = ?", day)
                .mapTo(Long.class)
                .one());
    }

    private List<Proof> proofs(LocalDate day) {
        return database.read(sql -> sql.select(
                        "select currency, transfers, moved, unbalanced from night_proof where business_date = ? order by currency",
                        day)
                .map((row, context) -> new Proof(
                        row.getString("currency"),
                        row.getLong("transfers"),
                        row.getBigDecimal("moved"),
                        row.getBigDecimal("unbalanced")))
                .list());
    }

    void keep(LocalDate day, List<DayTotal> totals, Instant now) {
        database.write(sql -> totals.forEach(total ->
                sql.execute("""
                insert into night_proof (business_date, currency, transfers, moved, unbalanced, proved_at)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing
                """, day, total.currency(), total.transfers(), total.moved(), total.unbalanced(), now)));
    }

    /** @param table of parties */
    List<Range> ranges(String table, int parts) {
        List<Long> ends = database.read(sql -> sql.select(
                        "select max(id) from (select id, ntile(?) over (order by id) as part from " + table
                                + ") p group by part order by part",
                        parts)
                .mapTo(Long.class)
                .list());
        List<Range> ranges = new ArrayList<>();
        long after = 0;
        for (long end : ends) {
            ranges.add(new Range(after, end));
            after = end;
        }
        return ranges;
    }
}
