package dev.farthing.party;

import java.time.LocalDate;

/**
 * What a customer on a tab has signed, so that the bank may collect.
 *
 * @param reference the mandate's unique reference (ISO 20022, 1 to 35 characters of the SEPA set)
 * @param iban the account that is collected from
 */
public record Mandate(String reference, String iban, LocalDate signedOn) {
    private static final String REFERENCE = "[A-Za-z0-9+?/:().,'-]{1,35}";

    /** @param latest the day that it may have been signed on at the latest */
    void check(LocalDate latest) {
        if (!reference.matches(REFERENCE)) {
            throw PartyRefused.notPossible("A mandate's reference is 1 to 35 of A-Z, a-z, 0-9 and + ? / : ( ) . , ' -");
        }
        if (!Iban.isValid(iban)) {
            throw PartyRefused.notPossible(
                    "The mandate's IBAN does not have the form or the check digits of ISO 13616");
        }
        if (signedOn.isAfter(latest)) {
            throw PartyRefused.notPossible("A mandate cannot be signed after today");
        }
    }
}
