package dev.farthing.bankfile;

import java.time.LocalDate;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a bank says has happened on an account of the house: one ISO 20022 {@code camt.053.001.08} message. By it payouts and
 * collections are known to have gone well or to have come back, and customers' own transfers come in.
 *
 * @param messageId of the message, unique at the bank
 * @param statementId of the statement, by which one that was delivered twice is known
 * @param createdOn the day the bank wrote it
 * @param entries what was booked, in the file's order; what is only pending or announced is left out
 */
public record BankStatement(
        String messageId, String statementId, String iban, String currency, LocalDate createdOn, List<Entry> entries) {
    public BankStatement {
        entries = List.copyOf(entries);
    }

    /**
     * One booked transaction. What a bank books in one sum and lists one by one stands here one by one.
     *
     * @param number its place in the statement, from 1
     * @param credit whether it came to the account; if not, it left it
     * @param amountMinor 0 or more, in the currency's minor unit
     * @param endToEndId of the order that it answers; null if the bank gives none
     * @param remittance what the other side wrote: its text, or its creditor reference
     * @param returned why it came back, for a payment or collection that did
     */
    public record Entry(
            int number,
            boolean credit,
            long amountMinor,
            LocalDate bookedOn,
            @Nullable String endToEndId,
            @Nullable String remittance,
            @Nullable Returned returned,
            @Nullable String accountServicerReference) {}

    /**
     * Why a payment or collection came back.
     *
     * @param code of ISO's external return reasons, such as AC04 for a closed account; or the bank's own
     */
    public record Returned(String code, @Nullable String text) {}

    /**
     * Reads one message with one statement, whole or not at all.
     *
     * @param camt053 at most 16 MiB of UTF-8
     * @param minorDigits decimals of the minor unit of a currency, 0 to 5; asked about the account's
     * @throws UnreadableStatement if it is another message, broken off, out of form where it matters, or if its entries do
     *     not lead from its opening to its closing balance
     */
    public static BankStatement read(byte[] camt053, ToIntFunction<String> minorDigits) throws UnreadableStatement {
        return new StatementReader(minorDigits).read(camt053);
    }
}
