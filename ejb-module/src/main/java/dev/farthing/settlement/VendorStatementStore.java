package dev.farthing.settlement;

import dev.farthing.database.Database;
import dev.farthing.ledger.DayBalance;
import dev.farthing.settlement.Turnover.Total;
import dev.farthing.settlement.VendorStatement.Fee;
import dev.farthing.settlement.VendorStatement.Hold;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of vendors' statements. */
@Dependent
class VendorStatementStore {
    @Inject
    private Database database;

    /** Vendors of a range of numbers, in their order, with what the night needs of their contracts. */
    List<DueVendor> vendors(long after, long last, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select v.id, v.code, v.name, v.payout_iban, v.fee_plan, v.status = 'CLOSED' as closed,
                               coalesce((select max(s.cycle_end) + 1 from vendor_statement s where s.vendor_id = v.id),
                                        (select min(d.day) from business_day d)) as cycle_begin
                          from vendor v
                         where v.id > :after and v.id <= :last
                         order by v.id
                         limit :limit
                        """)
                .bind("after", after)
                .bind("last", last)
                .bind("limit", limit)
                .map((row, context) -> new DueVendor(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("payout_iban"),
                        row.getString("fee_plan"),
                        row.getObject("cycle_begin", LocalDate.class),
                        row.getBoolean("closed")))
                .list());
    }

    /** Locks vendors in the order in which refunds lock them: what is payable is drawn on by one at a time. */
    void lock(Collection<Long> vendors) {
        database.read(sql -> sql.createQuery("select id from vendor where id = any(:ids) order by id for no key update")
                .bindArray("ids", Long.class, vendors)
                .mapTo(Long.class)
                .list());
    }

    Set<VendorCurrency> settled(Collection<Long> vendors, LocalDate cycleEnd) {
        return new HashSet<>(database.read(sql -> sql.createQuery("""
                        select vendor_id, currency from vendor_statement where vendor_id = any(:ids) and cycle_end = :end
                        """)
                .bindArray("ids", Long.class, vendors)
                .bind("end", cycleEnd)
                .map((row, context) -> new VendorCurrency(row.getLong("vendor_id"), row.getString("currency")))
                .list()));
    }

    /** Fees that the last cycles left owed. */
    Map<VendorCurrency, Long> feesCarried(Collection<Long> vendors) {
        Map<VendorCurrency, Long> carried = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select distinct on (vendor_id, currency) vendor_id, currency, fee_carried
                                  from vendor_statement where vendor_id = any(:ids)
                                 order by vendor_id, currency, cycle_end desc
                                """)
                        .bindArray("ids", Long.class, vendors)
                        .map((row, context) -> Map.entry(
                                new VendorCurrency(row.getLong("vendor_id"), row.getString("currency")),
                                row.getLong("fee_carried")))
                        .list())
                .forEach(entry -> carried.put(entry.getKey(), entry.getValue()));
        return carried;
    }

    void insert(List<VendorStatement> statements) {
        if (statements.isEmpty()) {
            return;
        }
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into vendor_statement
                           (vendor_id, currency, cycle_begin, cycle_end, fee_plan, payments, paid, reversals, reversed, refunds,
                            refunded, firm_payments, firmed, payouts_returned, conditional_opening, conditional_closing,
                            payable_opening, fee_brought, fee_charged, fee_carried, payable_closing, transaction_fee)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """);
            statements.forEach(s -> batch.add(
                    s.vendorId(),
                    s.currency(),
                    s.cycleBegin(),
                    s.cycleEnd(),
                    s.fee().plan(),
                    s.turnover().payments().count(),
                    s.turnover().payments().amount(),
                    s.turnover().reversals().count(),
                    s.turnover().reversals().amount(),
                    s.turnover().refunds().count(),
                    s.turnover().refunds().amount(),
                    s.turnover().firm().count(),
                    s.turnover().firm().amount(),
                    s.payoutsReturned(),
                    s.conditional().opening(),
                    s.conditional().closing(),
                    s.payable().opening(),
                    s.fee().brought(),
                    s.fee().charged(),
                    s.fee().carried(),
                    s.payable().closing(),
                    s.transactionFee()));
            batch.execute();
        });
    }

    /** Statements of a day whose payouts are not decided yet, of a range of vendors. */
    List<VendorStatement> undecided(LocalDate cycleEnd, long after, long last, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select *, 0 as shared from vendor_statement
                         where cycle_end = :end and not decided and vendor_id > :after and vendor_id <= :last
                         order by vendor_id, currency
                         limit :limit
                        """)
                .bind("end", cycleEnd)
                .bind("after", after)
                .bind("last", last)
                .bind("limit", limit)
                .map(VendorStatementStore::statement)
                .list());
    }

    /** Of the vendors given, those that are still undecided; read behind the vendors' locks. */
    List<VendorStatement> undecided(LocalDate cycleEnd, Collection<Long> vendors) {
        return database.read(sql -> sql.createQuery("""
                        select *, 0 as shared from vendor_statement
                         where cycle_end = :end and not decided and vendor_id = any(:ids)
                         order by vendor_id, currency
                        """)
                .bind("end", cycleEnd)
                .bindArray("ids", Long.class, vendors)
                .map(VendorStatementStore::statement)
                .list());
    }

    void decide(List<VendorStatement> decided) {
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    update vendor_statement
                       set decided = true, payout = ?, payout_held = ?, payable_closing = ?
                     where vendor_id = ? and currency = ? and cycle_end = ? and not decided
                    """);
            decided.forEach(s -> batch.add(
                    s.payout(),
                    s.payoutHeld() == null ? null : s.payoutHeld().name(),
                    s.payable().closing(),
                    s.vendorId(),
                    s.currency(),
                    s.cycleEnd()));
            batch.execute();
        });
    }

    /** Days at which a vendor's cycles ended and are closed, the newest first. */
    List<LocalDate> cycleEnds(long vendorId, LocalDate before, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select distinct s.cycle_end
                          from vendor_statement s join business_day d on d.day = s.cycle_end and d.state = 'CLOSED'
                         where s.vendor_id = :vendor and s.cycle_end < :before
                         order by s.cycle_end desc
                         limit :limit
                        """)
                .bind("vendor", vendorId)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> row.getObject("cycle_end", LocalDate.class))
                .list());
    }

    /** All currencies of a cycle that ended on a closed day. */
    List<VendorStatement> statements(long vendorId, LocalDate cycleEnd) {
        return database.read(sql -> sql.createQuery("""
                        select s.*, coalesce(p.payments, 0) as shared
                          from vendor_statement s
                          join business_day d on d.day = s.cycle_end and d.state = 'CLOSED'
                          left join payout p
                            on p.vendor_id = s.vendor_id and p.currency = s.currency and p.business_date = s.cycle_end
                         where s.vendor_id = :vendor and s.cycle_end = :end
                         order by s.currency
                        """)
                .bind("vendor", vendorId)
                .bind("end", cycleEnd)
                .map(VendorStatementStore::statement)
                .list());
    }

    Optional<Long> vendorId(String code) {
        return database.read(sql -> sql.select("select id from vendor where code = ?", code)
                .mapTo(Long.class)
                .findOne());
    }

    /** What is owed again since the begin of cycles, because the bank could not deliver it. */
    Map<VendorCurrency, Long> payoutsReturned(Map<Long, LocalDate> beginByVendor, LocalDate through) {
        Map<VendorCurrency, Long> returned = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select p.vendor_id, p.currency, sum(p.amount)::bigint as amount
                                  from unnest(:ids, :begins) as v (id, begin)
                                  join payout p on p.vendor_id = v.id and p.returned_on between v.begin::date and :through
                                 group by p.vendor_id, p.currency
                                """)
                        .bindArray("ids", Long.class, List.copyOf(beginByVendor.keySet()))
                        .bindArray(
                                "begins",
                                String.class,
                                beginByVendor.values().stream()
                                        .map(LocalDate::toString)
                                        .toList())
                        .bind("through", through)
                        .map((row, context) -> Map.entry(
                                new VendorCurrency(row.getLong("vendor_id"), row.getString("currency")),
                                row.getLong("amount")))
                        .list())
                .forEach(entry -> returned.put(entry.getKey(), entry.getValue()));
        return returned;
    }

    private static VendorStatement statement(ResultSet row, StatementContext context) throws SQLException {
        @Nullable String held = row.getString("payout_held");
        long vendor = row.getLong("vendor_id");
        String currency = row.getString("currency");
        return new VendorStatement(
                vendor,
                currency,
                row.getObject("cycle_begin", LocalDate.class),
                row.getObject("cycle_end", LocalDate.class),
                new Turnover(
                        vendor,
                        currency,
                        new Total(row.getLong("payments"), row.getLong("paid")),
                        new Total(row.getLong("reversals"), row.getLong("reversed")),
                        new Total(row.getLong("refunds"), row.getLong("refunded")),
                        new Total(row.getLong("firm_payments"), row.getLong("firmed"))),
                new DayBalance(row.getLong("conditional_opening"), row.getLong("conditional_closing")),
                new DayBalance(row.getLong("payable_opening"), row.getLong("payable_closing")),
                row.getLong("payouts_returned"),
                new Fee(
                        row.getString("fee_plan"),
                        row.getLong("fee_brought"),
                        row.getLong("fee_charged"),
                        row.getLong("fee_carried")),
                row.getLong("payout"),
                row.getLong("shared"),
                held == null ? null : Hold.valueOf(held),
                row.getLong("transaction_fee"));
    }
}
