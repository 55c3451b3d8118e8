package dev.farthing.bankfile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What stands above all orders of one file. The same head and orders give the same bytes, so a file that was lost on the way
 * can be written again.
 *
 * @param messageId by which the bank knows a file that it has had already: 1 to 35 of the SEPA character set
 * @param createdAt stands in the file as CreDtTm, in UTC and whole seconds
 * @param executionDate when the bank shall book
 * @param currency ISO 4217
 * @param minorDigits decimals of the currency's minor unit: 2 for cents
 */
public record FileHead(String messageId, Instant createdAt, LocalDate executionDate, String currency, int minorDigits) {
    public FileHead {
        Form.requireIdentifier("message id", messageId);
        Form.requireYear("creation time", createdAt.atOffset(ZoneOffset.UTC).getYear());
        Form.requireYear("execution date", executionDate.getYear());
        Form.requireCurrency(currency);
        MinorUnits.requireDigits(minorDigits);
    }
}
