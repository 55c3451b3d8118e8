package dev.farthing.bankfile;

import java.time.LocalDate;

/**
 * The debtor's signed consent to be collected from.
 *
 * @param reference unique for the creditor: 1 to 35 of the SEPA character set
 */
public record SignedMandate(String reference, LocalDate signedOn) {
    public SignedMandate {
        Form.requireIdentifier("mandate reference", reference);
        Form.requireYear("mandate's date", signedOn.getYear());
    }
}
