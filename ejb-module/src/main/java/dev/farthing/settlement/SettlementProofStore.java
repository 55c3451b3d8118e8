package dev.farthing.settlement;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Settlement's records against the ledger's raw rows, by statements of its own: what books a transfer has no part in this. It is
 * the one place of settlement that reads the ledger's tables, since a comparison through the ledger's own door would repeat
 * the door's mistakes.
 */
@Dependent
class SettlementProofStore {
    /** Transfers of the day in settlement's causes, and what they were booked for. */
    private static final String TRANSFERS = """
            with booked as (
              select t.id, t.debit_account, t.credit_account, t.amount, t.currency, t.cause
                from transfer t
               where t.business_date = :day
                 and t.cause not in ('MICROPAYMENT', 'REVERSAL', 'FIRMING', 'REFUND', 'TOP_UP')),
            wanted as (
              select b.transfer_id as id, b.debit_account, b.credit_account, b.amount, b.currency, b.cause, b.subject
                from settlement_booking b
               where b.business_date = :day)
            select 'SETTLEMENT_TRANSFER' as kind, 'transfer:' || coalesce(w.id, b.id) as subject,
                   array(select distinct a.owner from account a
                          where a.id in (w.debit_account, w.credit_account, b.debit_account, b.credit_account)
                            and a.owner <> 'bank') as owners,
                   coalesce(w.currency, b.currency) as currency, b.amount::numeric as kept, w.amount::numeric as counted,
                   case when w.id is null then 'A transfer of cause ' || b.cause || ' that nothing was booked for'
                        when b.id is null then 'No transfer of cause ' || w.cause || ' for ' || w.subject
                        else 'The transfer for ' || w.subject || ' is not as it was booked' end as detail
              from wanted w full join booked b on b.id = w.id
             where w.id is null or b.id is null
                or (w.debit_account, w.credit_account, w.amount, w.currency, w.cause)
                   is distinct from (b.debit_account, b.credit_account, b.amount, b.currency, b.cause)
             order by 2 limit :limit
            """;

    /** What vendors' payout accounts hold, and the payouts that the bank has not answered. */
    private static final String PAYOUTS = """
            with under_way as (
              select v.code, p.currency, sum(p.amount) as amount
                from payout p join vendor v on v.id = p.vendor_id
               where p.state in ('BOOKED', 'SENT') group by v.code, p.currency),
            held as (
              select a.id, a.owner, a.currency,
                     coalesce((select sum(d.credits) - sum(d.debits) from account_day d where d.account_id = a.id), 0)
                     + coalesce((select sum(d.credits) - sum(d.debits) from delta d where d.account_id = a.id), 0) as amount
                from account a where a.role = 'VENDOR_PAYOUT')
            select 'PAYOUTS_UNDER_WAY' as kind, 'account:' || h.id as subject, array[h.owner] as owners, h.currency,
                   h.amount as kept, coalesce(u.amount, 0)::numeric as counted,
                   'The account does not hold what is paid out and not answered' as detail
              from held h left join under_way u on 'vendor:' || u.code = h.owner and u.currency = h.currency
             where h.amount <> coalesce(u.amount, 0)
             order by 2 limit :limit
            """;

    /** What the bank has earned, and what the statements say it took. */
    private static final String FEES = """
            with charged as (select currency, sum(fee_charged) as amount from vendor_statement group by currency),
            held as (
              select a.id, a.currency,
                     coalesce((select sum(d.credits) - sum(d.debits) from account_day d where d.account_id = a.id), 0)
                     + coalesce((select sum(d.credits) - sum(d.debits) from delta d where d.account_id = a.id), 0) as amount
                from account a where a.role = 'BANK_FEES')
            select 'FEES' as kind, 'account:' || h.id as subject, '{}'::text[] as owners, h.currency,
                   h.amount as kept, coalesce(c.amount, 0)::numeric as counted,
                   'The account does not hold the fees of the statements' as detail
              from held h left join charged c on c.currency = h.currency
             where h.amount <> coalesce(c.amount, 0)
             order by 2 limit :limit
            """;

    @Inject
    private Database database;

    List<Finding> compare(LocalDate day, int limit) {
        return database.report(sql -> {
            List<Finding> all = new ArrayList<>(sql.createQuery(TRANSFERS)
                    .bind("day", day)
                    .bind("limit", limit)
                    .map(SettlementProofStore::finding)
                    .list());
            for (String comparison : List.of(PAYOUTS, FEES)) {
                all.addAll(sql.createQuery(comparison)
                        .bind("limit", limit)
                        .map(SettlementProofStore::finding)
                        .list());
            }
            return List.copyOf(all);
        });
    }

    private static Finding finding(ResultSet row, StatementContext context) throws SQLException {
        return new Finding(
                row.getString("kind"),
                row.getString("subject"),
                List.of((String[]) row.getArray("owners").getArray()),
                row.getString("currency"),
                row.getBigDecimal("kept"),
                row.getBigDecimal("counted"),
                row.getString("detail"));
    }
}
