package dev.farthing.bankfile;

/**
 * One collection from a debtor's account at a bank.
 *
 * @param endToEndId stands in the statement that answers it; once in a file
 * @param amountMinor more than 0, in the minor unit of the file's currency
 * @param remittance what the debtor reads; cut to 140; may be empty
 */
public record DirectDebit(
        String endToEndId, long amountMinor, BankAccount debtor, SignedMandate mandate, String remittance) {
    public DirectDebit {
        Form.requireEndToEndId(endToEndId);
        MinorUnits.requirePositive(endToEndId, amountMinor);
    }
}
