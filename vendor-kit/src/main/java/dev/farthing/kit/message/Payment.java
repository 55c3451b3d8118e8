package dev.farthing.kit.message;

import java.time.LocalDate;

/**
 * A payment that was booked.
 *
 * @param id the server's name for it
 * @param businessDate the accounting day on which it stands
 * @param amount what the customer paid, for all units
 * @param customer the identifier by which the vendor knows the customer
 * @param item what was bought
 * @param quantity how many
 * @param rights what the customer may now do
 * @param state {@code CONDITIONAL}: booked, and reversible until it turns firm
 */
public record Payment(
        String id,
        LocalDate businessDate,
        Amount amount,
        String customer,
        String item,
        int quantity,
        String rights,
        String state) {
    /** Booked, and reversible until its day is closed and the vendor's conditional days are over. */
    public static final String CONDITIONAL = "CONDITIONAL";

    /** Checks alphabets and ranges. */
    public Payment {
        Texts.check("id", id, Texts.ID);
        Texts.check("customer", customer, Texts.ID);
        Texts.check("item", item, Texts.ID);
        Texts.check("rights", rights, Texts.PROSE);
        Texts.check("state", state, Texts.CODE);
        if (quantity < 1 || quantity > Submission.MAX_QUANTITY) {
            throw new IllegalArgumentException("Give quantity from 1 to " + Submission.MAX_QUANTITY + ".");
        }
    }
}
