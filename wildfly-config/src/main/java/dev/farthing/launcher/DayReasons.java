package dev.farthing.launcher;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/** Why a closed day that is old enough is kept all the same: somebody still needs its rows. */
final class DayReasons {
    /** A vendor's days turn firm at most 30 days later, and the night compares what may still be reversed for one day more. */
    private static final int CONDITIONAL_DAYS = 31;

    private static final String REASON = """
            select case
              when d.day > coalesce((select max(closing_day) from firming_done), '-infinity'::date) - ?
                then 'it may still turn firm, and the night compares it until then'
              when exists (select 1 from micropayment m
                            where m.business_date = d.day and m.outcome = 'ACCEPTED'
                              and not exists (select 1 from firm_day f
                                               where f.vendor_id = m.vendor_id and f.business_date = d.day and f.firm))
                then 'payments of it are not firm, so they may still be reversed'
              when exists (select 1 from payout p where p.business_date = d.day and p.state in ('BOOKED', 'SENT'))
                then 'the bank has not answered all payouts of it'
              when exists (select 1 from collection c where c.business_date = d.day and c.state in ('BOOKED', 'SENT'))
                then 'the bank has not answered all collections of it'
              when exists (select 1 from settlement_break b
                            where b.state = 'OPEN'
                              and (d.day between b.found_on and b.seen_on or b.subject like '%' || d.day::text || '%'
                                   or exists (select 1 from transfer t
                                               where t.business_date = d.day and b.subject = 'transfer:' || t.id)))
                then 'a break of it is open'
              when exists (select 1 from delta x where x.business_date = d.day)
                then 'movements of it are not folded'
              when not exists (select 1 from ledger_day l where l.business_date = d.day)
                then 'the movements of its live accounts are not stored'
              else '' end
              from (select ?::date as day) d
            """;

    private DayReasons() {}

    static Optional<String> toKeep(OwnersSession sql, LocalDate day) throws SQLException {
        return Optional.of(sql.text(REASON, CONDITIONAL_DAYS, day)).filter(reason -> !reason.isEmpty());
    }
}
