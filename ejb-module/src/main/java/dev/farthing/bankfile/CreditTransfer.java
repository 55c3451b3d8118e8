package dev.farthing.bankfile;

/**
 * One payment that leaves the books for an account at a bank.
 *
 * @param endToEndId stands in the statement that answers it; once in a file
 * @param amountMinor more than 0, in the minor unit of the file's currency
 * @param remittance what the creditor reads; cut to 140; may be empty
 */
public record CreditTransfer(String endToEndId, long amountMinor, BankAccount creditor, String remittance) {
    public CreditTransfer {
        Form.requireEndToEndId(endToEndId);
        MinorUnits.requirePositive(endToEndId, amountMinor);
    }
}
