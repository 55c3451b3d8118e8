package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Payments against the ledger's raw rows. The one place here that reads the ledger's tables: compared through the ledger's own
 * door, payments would only be compared with what that door makes of them.
 */
@Dependent
class ProofStore {
    private static final String TRANSFERS = """
            with wanted as (
              select m.id, m.customer_account as debit, a.id as credit, m.amount, m.currency, 'MICROPAYMENT' as cause
                from micropayment m
                join vendor v on v.id = m.vendor_id
                left join account a on a.owner = 'vendor:' || v.code and a.role = 'VENDOR_CONDITIONAL' and a.currency = m.currency
               where m.business_date = :day and m.outcome = 'ACCEPTED'
              union all
              select r.id, a.id, r.customer_account, r.amount, r.currency, r.kind
                from payment_return r
                join vendor v on v.id = r.vendor_id
                left join account a on a.owner = 'vendor:' || v.code and a.currency = r.currency
                 and a.role = case r.kind when 'REVERSAL' then 'VENDOR_CONDITIONAL' else 'VENDOR_PAYABLE' end
               where r.business_date = :day and r.outcome = 'ACCEPTED'
              union all
              select f.transfer_id, a.id, b.id, f.amount, f.currency, 'FIRMING'
                from firming f
                join vendor v on v.id = f.vendor_id
                left join account a on a.owner = 'vendor:' || v.code and a.role = 'VENDOR_CONDITIONAL' and a.currency = f.currency
                left join account b on b.owner = 'vendor:' || v.code and b.role = 'VENDOR_PAYABLE' and b.currency = f.currency
               where f.firmed_on = :day
              union all
              select t.transfer_id, c.id, a.id, t.amount, t.currency, 'TOP_UP'
                from (select transfer_id, customer_id, amount, currency from top_up where business_date = :day
                      union all
                      select transfer_id, customer_id, amount, currency from top_up_request
                       where business_date = :day and state = 'BOOKED') t
                join customer u on u.id = t.customer_id
                left join account a on a.owner = 'customer:' || u.code and a.role = 'CUSTOMER' and a.currency = t.currency
                left join account c on c.owner = 'bank' and c.role = 'BANK_CLEARING' and c.currency = t.currency),
            booked as (
              select id, debit_account as debit, credit_account as credit, amount, currency, cause
                from transfer
               where business_date = :day and cause in ('MICROPAYMENT', 'REVERSAL', 'FIRMING', 'REFUND', 'TOP_UP'))
            select case coalesce(w.cause, b.cause) when 'MICROPAYMENT' then 'PAYMENT_TRANSFER' else 'CAUSE_TRANSFER' end as kind,
                   'transfer:' || coalesce(w.id, b.id) as subject,
                   array(select distinct a.owner from account a
                          where a.id in (w.debit, w.credit, b.debit, b.credit) and a.owner <> 'bank') as owners,
                   coalesce(w.currency, b.currency) as currency, b.amount::numeric as kept, w.amount::numeric as counted,
                   case when w.id is null then 'A transfer of cause ' || b.cause || ' that nothing has caused'
                        when b.id is null then 'No transfer of cause ' || w.cause
                        else 'The transfer of cause ' || w.cause || ' is not as it was caused' end as detail
              from wanted w full join booked b on b.id = w.id
             where w.id is null or b.id is null
                or (w.debit, w.credit, w.amount, w.currency, w.cause)
                   is distinct from (b.debit, b.credit, b.amount, b.currency, b.cause)
             order by 2 limit :limit
            """;

    /**
     * What is accepted and not firm, less what was reversed of it, against what the accounts keep. Day by day, so that of the payments
     * only the partitions of days are read on which somebody is not firm.
     */
    private static final String CONDITIONAL = """
            with waiting as (
              select d.day from business_day d
               where d.day > coalesce((select max(closing_day) from firming_done), '-infinity'::date) - 31
                 and exists (select 1 from vendor v
                              where not exists (select 1 from firm_day f
                                                 where f.vendor_id = v.id and f.business_date = d.day and f.firm))),
            open as (
              select x.vendor_id, x.currency, sum(x.amount) as amount
                from waiting w
               cross join lateral (
                     select m.vendor_id, m.currency, sum(m.amount) as amount
                       from micropayment m
                      where m.business_date = w.day and m.outcome = 'ACCEPTED'
                      group by m.vendor_id, m.currency) x
               where not exists (select 1 from firm_day f
                                  where f.vendor_id = x.vendor_id and f.business_date = w.day and f.firm)
               group by x.vendor_id, x.currency),
            reversed as (
              select r.vendor_id, r.currency, sum(r.amount) as amount
                from waiting w join payment_returned r on r.business_date = w.day
               where not exists (select 1 from firm_day f
                                  where f.vendor_id = r.vendor_id and f.business_date = r.business_date and f.firm)
               group by r.vendor_id, r.currency),
            held as (
              select a.id, a.owner, a.currency,
                     coalesce((select sum(d.credits) - sum(d.debits) from account_day d where d.account_id = a.id), 0)
                     + coalesce((select sum(d.credits) - sum(d.debits) from delta d where d.account_id = a.id), 0) as amount
                from account a where a.role = 'VENDOR_CONDITIONAL')
            select 'CONDITIONAL' as kind, 'account:' || h.id as subject, array[h.owner] as owners, h.currency,
                   h.amount as kept, coalesce(o.amount, 0) - coalesce(r.amount, 0) as counted,
                   'The account does not hold what may still be reversed' as detail
              from held h
              join vendor v on 'vendor:' || v.code = h.owner
              left join open o on o.vendor_id = v.id and o.currency = h.currency
              left join reversed r on r.vendor_id = v.id and r.currency = h.currency
             where h.amount <> coalesce(o.amount, 0) - coalesce(r.amount, 0)
             order by 2 limit :limit
            """;

    @Inject
    private Database database;

    List<Discrepancy> transfers(LocalDate day, int limit) {
        return database.report(sql -> sql.createQuery(TRANSFERS)
                .bind("day", day)
                .bind("limit", limit)
                .map(ProofStore::discrepancy)
                .list());
    }

    List<Discrepancy> conditional(int limit) {
        return database.report(sql -> sql.createQuery(CONDITIONAL)
                .bind("limit", limit)
                .map(ProofStore::discrepancy)
                .list());
    }

    private static Discrepancy discrepancy(ResultSet row, StatementContext context) throws SQLException {
        return new Discrepancy(
                row.getString("kind"),
                row.getString("subject"),
                List.of((String[]) row.getArray("owners").getArray()),
                row.getString("currency"),
                row.getBigDecimal("kept"),
                row.getBigDecimal("counted"),
                row.getString("detail"));
    }
}
