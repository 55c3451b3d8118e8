package dev.farthing.launcher;

import java.sql.SQLException;
import java.time.LocalDate;

/**
 * That a closed day is right before its rows go: debits are credits, every account moved what its transfers add up to, and every
 * accepted payment and return has its transfer. What the accounts moved stays in account_day and stands in for the transfers from
 * then on, so its figures are kept, and the recount holds it to them.
 *
 * @param accounts how many accounts moved
 * @param accountsSha256 over their movements, in the order of their numbers
 */
record DayProof(long accounts, String accountsSha256) {
    private static final String ACCOUNTS = """
            with lines as (
              select x.id, sum(x.debits) as debits, sum(x.credits) as credits, bool_and(x.currency = a.currency) as same_currency
                from (select debit_account as id, amount as debits, 0 as credits, currency from transfer where business_date = ?
                      union all
                      select credit_account, 0, amount, currency from transfer where business_date = ?) x
                left join account a on a.id = x.id
               group by x.id)
            select count(*)
              from lines l
              full join (select * from account_day where business_date = ?) d on d.account_id = l.id
             where l.same_currency is distinct from true
                or (coalesce(l.debits, 0), coalesce(l.credits, 0)) is distinct from (coalesce(d.debits, 0), coalesce(d.credits, 0))
            """;

    private static final String CURRENCIES = """
            select count(*)
              from (select a.currency from account_day d join account a on a.id = d.account_id
                     where d.business_date = ?
                     group by a.currency having sum(d.debits) <> sum(d.credits)) c
            """;

    private static final String PAYMENTS = """
            with caused as (
              select id, customer_account as debit, null::bigint as credit, amount, currency, 'MICROPAYMENT' as cause
                from micropayment where business_date = ? and outcome = 'ACCEPTED'
              union all
              select id, null, customer_account, amount, currency, kind
                from payment_return where business_date = ? and outcome = 'ACCEPTED'),
            booked as (
              select id, debit_account, credit_account, amount, currency, cause
                from transfer where business_date = ? and cause in ('MICROPAYMENT', 'REVERSAL', 'REFUND'))
            select count(*)
              from caused c full join booked b on b.id = c.id
             where c.id is null or b.id is null
                or (c.amount, c.currency, c.cause) is distinct from (b.amount, b.currency, b.cause)
                or coalesce(c.debit, b.debit_account) <> b.debit_account or coalesce(c.credit, b.credit_account) <> b.credit_account
            """;

    private static final String FIGURES = """
            select count(*) as accounts,
                   encode(sha256(convert_to(coalesce(string_agg(account_id || ' ' || debits || ' ' || credits || ' '
                     || coalesce(closing::text, '-'), chr(10) order by account_id), ''), 'UTF8')), 'hex') as digest
              from account_day where business_date = ?
            """;

    /** @throws Problem if something does not agree; the day then stays as it is */
    static DayProof of(OwnersSession sql, LocalDate day) throws SQLException, Problem {
        none(sql.number(ACCOUNTS, day, day, day), day, "accounts that did not move what their transfers add up to");
        none(sql.number(CURRENCIES, day), day, "currencies in which debits are not credits");
        none(sql.number(PAYMENTS, day, day, day), day, "payments and returns without the transfer they should have");
        return sql.first(row -> new DayProof(row.getLong("accounts"), row.getString("digest")), FIGURES, day)
                .orElseThrow();
    }

    private static void none(long wrong, LocalDate day, String what) throws Problem {
        if (wrong > 0) {
            throw new Problem("Business day " + day + " is not archived, since it is not right: there are " + wrong
                    + " " + what + ". See ./farthing recount and docs/runbooks/night.md, Breaks.");
        }
    }
}
