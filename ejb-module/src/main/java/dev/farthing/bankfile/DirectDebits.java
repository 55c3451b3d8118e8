package dev.farthing.bankfile;

import dev.farthing.bankfile.PaymentFile.Total;
import java.util.List;

/** Writes the file by which the bank is told to collect: ISO 20022 {@code pain.008.001.08}, SEPA's core scheme. */
public final class DirectDebits {
    private DirectDebits() {}

    /**
     * One file with one group of recurrent collections, in the order given.
     *
     * @param creditor who collects, into which account
     * @param debits 1 to 50 000
     * @return UTF-8, valid by the schema, the same for the same input
     * @throws IllegalArgumentException as in {@link CreditTransfers#write}
     */
    public static byte[] write(FileHead head, Creditor creditor, List<DirectDebit> debits) {
        Total total = PaymentFile.total(
                head,
                debits.stream().map(DirectDebit::endToEndId).toList(),
                debits.stream().map(DirectDebit::amountMinor).toList());
        BankAccount account = creditor.account();
        PaymentFile file = new PaymentFile(head, "pain.008.001.08");
        file.open("CstmrDrctDbtInitn");
        file.groupHeader(total, account.name());
        file.openPayments("DD", total);
        paymentType(file);
        file.date("ReqdColltnDt");
        file.party("Cdtr", account);
        file.account("CdtrAcct", account);
        file.agent("CdtrAgt", account);
        file.chargeBearer();
        file.creditorScheme(creditor.creditorId());
        debits.forEach(debit -> write(file, debit));
        file.close(2);
        return file.end();
    }

    /** RCUR also for the first one: since 2016 the core scheme asks for no FRST. */
    private static void paymentType(PaymentFile file) {
        file.open("PmtTpInf");
        if (file.isSepa()) {
            file.serviceLevel();
        }
        file.open("LclInstrm");
        file.leaf("Cd", "CORE");
        file.close(1);
        file.leaf("SeqTp", "RCUR");
        file.close(1);
    }

    private static void write(PaymentFile file, DirectDebit debit) {
        file.open("DrctDbtTxInf");
        file.paymentId(debit.endToEndId());
        file.instructedAmount(debit.amountMinor());
        file.open("DrctDbtTx");
        file.open("MndtRltdInf");
        file.leaf("MndtId", debit.mandate().reference());
        file.leaf("DtOfSgntr", debit.mandate().signedOn().toString());
        file.close(2);
        file.agent("DbtrAgt", debit.debtor());
        file.party("Dbtr", debit.debtor());
        file.account("DbtrAcct", debit.debtor());
        file.remittance(debit.remittance());
        file.close(1);
    }
}
