package dev.farthing.bankfile;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The account that a statement is of, and how amounts are read that are booked on it. */
record StatementAccount(String iban, String currency, int minorDigits) {
    private static final int MAX_IBAN_CHARS = 34;
    private static final int MAX_AMOUNT_CHARS = 24;
    private static final int INDICATOR_CHARS = 4;

    static StatementAccount of(XmlPart part, ToIntFunction<String> minorDigits) throws UnreadableStatement {
        String iban = part.one("Id").one("IBAN").text(MAX_IBAN_CHARS);
        if (!Form.isIban(iban)) {
            throw part.wrong("'" + iban + "' is no IBAN");
        }
        XmlPart currency = part.one("Ccy");
        if (!Form.isCurrency(currency.text(3))) {
            throw currency.wrong("'" + currency.text() + "' is no currency");
        }
        int digits = minorDigits.applyAsInt(currency.text());
        MinorUnits.requireDigits(digits);
        return new StatementAccount(iban, currency.text(), digits);
    }

    /** Of an entry or a balance: less than 0 for what left the account, or for what is owed to the bank. */
    long signedAmountMinor(XmlPart holder) throws UnreadableStatement {
        long amount = amountMinor(holder.one("Amt"));
        return isCredit(holder.one("CdtDbtInd")) ? amount : -amount;
    }

    long amountMinor(XmlPart amount) throws UnreadableStatement {
        String other = amount.attributes().get("Ccy");
        if (!currency.equals(other)) {
            throw amount.wrong(
                    "an amount is in " + (other == null ? "no currency" : other) + " on an account in " + currency);
        }
        String text = amount.text(MAX_AMOUNT_CHARS);
        @Nullable Long minor = MinorUnits.fromText(text, minorDigits);
        if (minor == null) {
            throw amount.wrong(
                    "'" + text + "' is no amount in " + currency + " of at most " + minorDigits + " decimals");
        }
        return minor;
    }

    boolean isCredit(XmlPart indicator) throws UnreadableStatement {
        String text = indicator.text(INDICATOR_CHARS);
        return switch (text) {
            case "CRDT" -> true;
            case "DBIT" -> false;
            default -> throw indicator.wrong("'" + text + "' is neither CRDT nor DBIT");
        };
    }
}
