package dev.farthing.it.system;

import java.sql.SQLException;

/** What a refusal must leave as it is: money, payments, returns, caps, and what others are told. */
final class Standing {
    private Standing() {}

    /** In words, of two parties and the whole bank. */
    static String of(FarthingServer server, String vendor, String customer) throws SQLException {
        return Books.texts(server, """
                        select 'transfers ' || (select count(*) from transfer)
                          || ', accepted ' || (select count(*) from micropayment where outcome = 'ACCEPTED')
                          || ', returned ' || (select count(*) from payment_return where outcome = 'ACCEPTED')
                          || ', revoked ' || (select count(*) from revoked_entitlement)
                          || ', used of caps ' || (select coalesce(sum(used), 0) from spending_cap)
                          || ', events ' || (select count(*) from outbox)
                          || ', balances ' || (select string_agg(owner || ' ' || role || ' ' || currency || ' ' || posted
                            + coalesce((select sum(credits - debits) from account_day d where d.account_id = a.id and a.folded), 0)
                            + coalesce((select sum(credits - debits) from delta d where d.account_id = a.id), 0), ', ' order by id)
                            from account a where owner in ('vendor:VENDOR', 'customer:CUSTOMER'))""".replace("VENDOR'", vendor + "'").replace("CUSTOMER'", customer + "'"))
                .get(0);
    }
}
