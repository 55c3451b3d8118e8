package dev.farthing.ledger;

import java.util.UUID;

/**
 * One immutable ledger line, balanced by construction.
 *
 * @param id unique with its business date; the caller's, so that what caused it can name it
 * @param amount more than 0, in units of the currency's ledger scale
 */
public record Transfer(UUID id, long debitAccount, long creditAccount, long amount, String currency, Cause cause) {
    public Transfer {
        if (amount <= 0) {
            throw new IllegalArgumentException("A transfer moves more than 0: to correct one, book its reversal");
        }
        if (debitAccount == creditAccount) {
            throw new IllegalArgumentException("A transfer moves money between two accounts");
        }
    }
}
