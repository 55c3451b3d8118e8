package dev.farthing.settlement;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What each of settlement's transfers was booked for; written with it. */
@Dependent
class BookingStore {
    @Inject
    private Database database;

    void insert(List<Booking> bookings, Instant now) {
        if (bookings.isEmpty()) {
            return;
        }
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into settlement_booking
                           (transfer_id, business_date, cause, subject, debit_account, credit_account, amount, currency,
                            booked_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """);
            bookings.forEach(booking -> batch.add(
                    booking.transfer().id(),
                    booking.businessDate(),
                    booking.transfer().cause().name(),
                    booking.subject(),
                    booking.transfer().debitAccount(),
                    booking.transfer().creditAccount(),
                    booking.transfer().amount(),
                    booking.transfer().currency(),
                    now));
            batch.execute();
        });
    }
}
