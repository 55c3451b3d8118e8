package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.micropayment.MicropaymentRefused;
import dev.farthing.micropayment.PaymentState;
import dev.farthing.micropayment.VendorBooks;
import dev.farthing.micropayment.VendorBooks.Filter;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a payment's state is what its returns and its day's firmness say, and is found by it. Method: the rows that payments
 * and returns leave behind, put there by hand in a transaction that is rolled back.
 */
@Tag("container")
@Timeout(120)
class VendorBooksContainerIT extends ContainerScenario {
    @Inject
    private VendorBooks books;

    @Inject
    private Transactions transactions;

    @Test
    void everyStateIsToldAndFound() throws Exception {
        assertState(3, false, 0, 0, PaymentState.CONDITIONAL);
        assertState(3, true, 0, 0, PaymentState.FIRM);
        assertState(3, false, 1, 0, PaymentState.PARTLY_REVERSED);
        assertState(3, true, 1, 0, PaymentState.PARTLY_REVERSED);
        assertState(3, false, 3, 0, PaymentState.REVERSED);
        assertState(3, true, 0, 1, PaymentState.PARTLY_REFUNDED);
        assertState(3, true, 1, 1, PaymentState.PARTLY_REFUNDED);
        assertState(3, true, 1, 2, PaymentState.REFUNDED);
        assertState(3, true, 0, 3, PaymentState.REFUNDED);
    }

    private void assertState(int quantity, boolean firm, int reversed, int refunded, PaymentState expected)
            throws Exception {
        String vendor = town.vendor();
        String other = town.vendor();
        transactions.rollBack(() -> {
            String submission = pay(vendor, quantity, firm);
            giveBack(vendor, submission, "REVERSAL", reversed);
            giveBack(vendor, submission, "REFUND", refunded);

            VendorBooks.Whole whole = books.payment(vendor, submission);
            assertThat(whole.payment().state()).isEqualTo(expected);
            assertThat(whole.payment().firm()).isEqualTo(firm);
            assertThat(whole.payment().returnedQuantity()).isEqualTo(reversed + refunded);
            assertThat(whole.returns()).hasSize((reversed > 0 ? 1 : 0) + (refunded > 0 ? 1 : 0));
            for (PaymentState state : PaymentState.values()) {
                assertThat(books.payments(vendor, new Filter(null, null, null, null, state, null), 10))
                        .hasSize(state == expected ? 1 : 0);
            }
            assertThat(books.payments(other, new Filter(null, null, null, null, null, null), 10))
                    .isEmpty();
            return null;
        });
    }

    @Test
    void aPaymentOfAnotherVendorIsNotThere() throws Exception {
        String vendor = town.vendor();
        String other = town.vendor();
        transactions.rollBack(() -> {
            String submission = pay(vendor, 1, false);
            assertThatThrownBy(() -> books.payment(other, submission)).isInstanceOf(MicropaymentRefused.class);
            return null;
        });
    }

    private String pay(String vendor, int quantity, boolean firm) {
        LocalDate day = town.today();
        Instant now = Clock.systemUTC().instant();
        UUID payment = UUID.randomUUID();
        String submission = "s-" + payment;
        database.write(sql -> {
            sql.execute(
                    "insert into submission select id, ?, '\\x00'::bytea, ?, ? from vendor where code = ?",
                    submission,
                    day,
                    payment,
                    vendor);
            sql.execute("""
                    insert into micropayment (business_date, id, vendor_id, submission_id, outcome, customer,
                      customer_account, item, quantity, amount, currency, rights, rights_model, status_index, decided_at)
                    select ?, ?, id, ?, 'ACCEPTED', 'somebody', 1, 'article', ?, ?, 'USD', 'once', 'ONCE',
                           nextval('entitlement_status'), ?
                      from vendor where code = ?
                    """, day, payment, submission, quantity, 10L * quantity, now, vendor);
            if (firm) {
                sql.execute("insert into firm_day select id, ?, true, ? from vendor where code = ?", day, now, vendor);
            }
        });
        return submission;
    }

    private void giveBack(String vendor, String submission, String kind, int quantity) {
        if (quantity == 0) {
            return;
        }
        UUID id = UUID.randomUUID();
        Instant now = Clock.systemUTC().instant();
        List<String> statements = List.of("""
                insert into payment_return (business_date, id, vendor_id, submission_id, kind, outcome, of_submission,
                  reason, payment_date, payment_id, quantity, amount, currency, customer_account, remaining_quantity,
                  decided_at)
                select m.business_date, :id, m.vendor_id, 'r-' || :id, :kind, 'ACCEPTED', m.submission_id, 'a test',
                       m.business_date, m.id, :quantity, 10 * :quantity, m.currency, m.customer_account, 0, :now
                  from micropayment m join vendor v on v.id = m.vendor_id
                 where v.code = :vendor and m.submission_id = :submission
                """, """
                insert into payment_returned (payment_id, business_date, vendor_id, currency, quantity, amount, status_index)
                select m.id, m.business_date, m.vendor_id, m.currency, :quantity, 10 * :quantity, 0
                  from micropayment m join vendor v on v.id = m.vendor_id
                 where v.code = :vendor and m.submission_id = :submission
                on conflict (payment_id) do update
                  set quantity = payment_returned.quantity + excluded.quantity,
                      amount = payment_returned.amount + excluded.amount
                """);
        database.write(sql -> statements.forEach(statement -> sql.createUpdate(statement)
                .bind("id", id)
                .bind("kind", kind)
                .bind("quantity", quantity)
                .bind("now", now)
                .bind("vendor", vendor)
                .bind("submission", submission)
                .execute()));
    }
}
