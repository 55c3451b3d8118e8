package dev.farthing.settlement;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of fee plans and of what the bank's transactions cost: both are short. */
@Dependent
class TariffStore {
    private record Minimum(String plan, String currency, long amount) {}

    @Inject
    private Database database;

    void put(FeePlan plan) {
        database.write(sql -> {
            sql.execute("""
                    insert into fee_plan (code, cycle, rate_ppm) values (?, ?, ?)
                    on conflict (code) do update set cycle = excluded.cycle, rate_ppm = excluded.rate_ppm
                    """, plan.code(), plan.cycle().name(), plan.ratePpm());
            sql.execute("delete from fee_minimum where plan = ?", plan.code());
            plan.minimums()
                    .forEach((currency, minimum) -> sql.execute(
                            "insert into fee_minimum (plan, currency, minimum) values (?, ?, ?)",
                            plan.code(),
                            currency,
                            minimum));
        });
    }

    List<FeePlan> plans() {
        List<Minimum> minimums = database.read(sql -> sql.select("select plan, currency, minimum from fee_minimum")
                .map((row, context) ->
                        new Minimum(row.getString("plan"), row.getString("currency"), row.getLong("minimum")))
                .list());
        return database.read(sql -> sql.select("select code, cycle, rate_ppm from fee_plan order by code")
                .map((row, context) -> new FeePlan(
                        row.getString("code"),
                        Cycle.valueOf(row.getString("cycle")),
                        row.getInt("rate_ppm"),
                        minimums(minimums, row.getString("code"))))
                .list());
    }

    private static Map<String, Long> minimums(List<Minimum> all, String plan) {
        Map<String, Long> minimums = new TreeMap<>();
        all.stream().filter(one -> one.plan().equals(plan)).forEach(one -> minimums.put(one.currency(), one.amount()));
        return minimums;
    }

    void putTransactionFee(String currency, long fee) {
        database.write(sql -> sql.execute("update rail set transaction_fee = ? where currency = ?", fee, currency));
    }

    List<Rail> rails() {
        return database.read(sql -> sql.select("""
                        select r.currency, r.minor_digits, c.scale, r.transaction_fee
                          from rail r join currency c on c.code = r.currency order by r.currency
                        """)
                .map((row, context) -> new Rail(
                        row.getString("currency"),
                        row.getInt("minor_digits"),
                        row.getInt("scale"),
                        row.getLong("transaction_fee")))
                .list());
    }
}
