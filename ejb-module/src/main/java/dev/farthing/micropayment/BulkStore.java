package dev.farthing.micropayment;

import dev.farthing.database.Database;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.Submission;
import dev.farthing.micropayment.Bulks.Progress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Which purchases a bulk stands for, and how many of them are decided. */
@Dependent
class BulkStore {
    @Inject
    private Database database;

    /** Stores the bulk if its id is new. Waits for the end of a transaction that is about to store one of that id. */
    boolean insert(long vendorId, Bulk bulk, Instant at) {
        return database.read(sql -> sql.createUpdate("""
                                insert into bulk (vendor_id, bulk_id, fingerprint, submissions, fingerprints, received_at)
                                select :vendor, :bulk, decode(:fingerprint, 'hex'), :submissions,
                                       array(select decode(f.hex, 'hex')
                                               from unnest(:fingerprints) with ordinality as f (hex, place) order by f.place),
                                       :at
                                on conflict do nothing
                                """)
                        .bind("vendor", vendorId)
                        .bind("bulk", bulk.submissionId())
                        .bind("fingerprint", HexFormat.of().formatHex(bulk.fingerprint()))
                        .bindArray(
                                "submissions",
                                String.class,
                                bulk.purchases().stream()
                                        .map(Submission::submissionId)
                                        .toList())
                        .bindArray("fingerprints", String.class, fingerprints(bulk))
                        .bind("at", at)
                        .execute()
                == 1);
    }

    private static List<String> fingerprints(Bulk bulk) {
        return bulk.purchases().stream()
                .map(purchase -> HexFormat.of().formatHex(purchase.fingerprint()))
                .toList();
    }

    /** Whether the stored bulk of that id stands for the same purchases; a statement of its own, after the wait. */
    boolean isSame(long vendorId, Bulk bulk) {
        return database.read(sql -> sql.createQuery("""
                        select fingerprint = decode(:fingerprint, 'hex') from bulk where vendor_id = :vendor and bulk_id = :bulk
                        """)
                .bind("vendor", vendorId)
                .bind("bulk", bulk.submissionId())
                .bind("fingerprint", HexFormat.of().formatHex(bulk.fingerprint()))
                .mapTo(Boolean.class)
                .one());
    }

    /** A submission id that was used for something else is decided: as a conflict. */
    Optional<Progress> progress(long vendorId, String bulkId) {
        return database.read(sql -> sql.createQuery("""
                        select b.bulk_id, b.received_at, count(*) as purchases, count(s.submission_id) as decided,
                               count(*) filter (where m.outcome = 'ACCEPTED' and s.fingerprint = k.fingerprint) as accepted
                          from bulk b
                         cross join lateral unnest(b.submissions, b.fingerprints) as k (submission, fingerprint)
                          left join submission s on s.vendor_id = b.vendor_id and s.submission_id = k.submission
                          left join micropayment m on m.business_date = s.business_date and m.id = s.payment_id
                         where b.vendor_id = :vendor and b.bulk_id = :bulk
                         group by b.bulk_id, b.received_at
                        """)
                .bind("vendor", vendorId)
                .bind("bulk", bulkId)
                .map((row, context) -> new Progress(
                        row.getString("bulk_id"),
                        row.getInt("purchases"),
                        row.getInt("decided"),
                        row.getInt("accepted"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant()))
                .findOne());
    }
}
