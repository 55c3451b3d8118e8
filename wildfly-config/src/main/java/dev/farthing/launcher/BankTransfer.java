package dev.farthing.launcher;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Money that somebody sends to the house's account by their own bank, as it is told on the command line. */
record BankTransfer(BigDecimal amount, String currency, String iban, String remittance) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,13}(?:\\.[0-9]{1,5})?):([A-Z]{3}):([A-Z0-9]{15,34}):([^\\p{Cntrl}]{1,140})");

    static BankTransfer parse(String text) throws Problem {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !BankIban.isSound(parts.group(3))) {
            throw new Problem("--transfer is AMOUNT:CURRENCY:IBAN:REMITTANCE, such as"
                    + " 12.50:EUR:GB82WEST12345698765432:thanks, with the sender's IBAN, but is '" + text + "'.");
        }
        BigDecimal amount = new BigDecimal(parts.group(1));
        if (amount.signum() == 0) {
            throw new Problem("--transfer of nothing: give an amount above 0, not '" + text + "'.");
        }
        return new BankTransfer(amount, parts.group(2), parts.group(3), parts.group(4));
    }
}
