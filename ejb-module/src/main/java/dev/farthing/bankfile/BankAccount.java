package dev.farthing.bankfile;

import org.jspecify.annotations.Nullable;

/**
 * An account at a bank, where money leaves the books or comes into them: the bank's own, or a party's.
 *
 * @param name of its holder, in any script: a file gets it in the SEPA character set
 * @param iban ISO 13616 without blanks, with good check digits
 * @param bic ISO 9362; null where the bank finds it by the IBAN
 */
public record BankAccount(
        String name, String iban, @Nullable String bic) {
    public BankAccount {
        Form.requireName(name);
        Form.requireIban(iban);
        if (bic != null) {
            Form.requireBic(bic);
        }
    }
}
