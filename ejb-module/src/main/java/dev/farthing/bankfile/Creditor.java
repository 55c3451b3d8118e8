package dev.farthing.bankfile;

/**
 * Who collects, and the account that the collections go to.
 *
 * @param creditorId the SEPA creditor identifier, with good check digits, such as DE98ZZZ09999999999
 */
public record Creditor(BankAccount account, String creditorId) {
    public Creditor {
        Form.requireCreditorId(creditorId);
    }
}
