package dev.farthing.bankfile;

import dev.farthing.bankfile.PaymentFile.Total;
import java.util.List;

/** Writes the file by which the bank is told to pay out: ISO 20022 {@code pain.001.001.09}. */
public final class CreditTransfers {
    private CreditTransfers() {}

    /**
     * One file with one group of payments, in the order given.
     *
     * @param debtor the account that everything is paid from
     * @param transfers 1 to 50 000
     * @return UTF-8, valid by the schema, the same for the same input
     * @throws IllegalArgumentException if there are none or too many, if an end-to-end id stands there twice, if an amount
     *     in EUR is more than SEPA takes, or if the sum has more than 18 digits
     */
    public static byte[] write(FileHead head, BankAccount debtor, List<CreditTransfer> transfers) {
        Total total = PaymentFile.total(
                head,
                transfers.stream().map(CreditTransfer::endToEndId).toList(),
                transfers.stream().map(CreditTransfer::amountMinor).toList());
        PaymentFile file = new PaymentFile(head, "pain.001.001.09");
        file.open("CstmrCdtTrfInitn");
        file.groupHeader(total, debtor.name());
        file.openPayments("TRF", total);
        if (file.isSepa()) {
            file.open("PmtTpInf");
            file.serviceLevel();
            file.close(1);
        }
        file.open("ReqdExctnDt");
        file.date("Dt");
        file.close(1);
        file.party("Dbtr", debtor);
        file.account("DbtrAcct", debtor);
        file.agent("DbtrAgt", debtor);
        file.chargeBearer();
        transfers.forEach(transfer -> write(file, transfer));
        file.close(2);
        return file.end();
    }

    private static void write(PaymentFile file, CreditTransfer transfer) {
        file.open("CdtTrfTxInf");
        file.paymentId(transfer.endToEndId());
        file.open("Amt");
        file.instructedAmount(transfer.amountMinor());
        file.close(1);
        if (transfer.creditor().bic() != null) {
            file.agent("CdtrAgt", transfer.creditor());
        }
        file.party("Cdtr", transfer.creditor());
        file.account("CdtrAcct", transfer.creditor());
        file.remittance(transfer.remittance());
        file.close(1);
    }
}
