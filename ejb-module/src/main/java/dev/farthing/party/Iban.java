package dev.farthing.party;

import java.math.BigInteger;

/** An International Bank Account Number in its electronic form (ISO 13616): no spaces, capital letters. */
public final class Iban {
    private static final String FORM = "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}";
    private static final int COUNTRY_AND_CHECK_DIGITS = 4;
    private static final int LETTER_BASE = 36;
    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    /** 00, 01 and 99 leave the same remainders as 97, 98 and 02, but are never given out. */
    private static final int LEAST_CHECK = 2;

    private static final int GREATEST_CHECK = 98;

    private Iban() {}

    /** True if form and check digits (ISO 7064, MOD 97-10) are right; whether there is such an account, the bank's network knows. */
    public static boolean isValid(String text) {
        if (!text.matches(FORM)) {
            return false;
        }
        int check = Integer.parseInt(text.substring(2, COUNTRY_AND_CHECK_DIGITS));
        return check >= LEAST_CHECK && check <= GREATEST_CHECK && remainder(text) == 1;
    }

    private static int remainder(String iban) {
        String turned = iban.substring(COUNTRY_AND_CHECK_DIGITS) + iban.substring(0, COUNTRY_AND_CHECK_DIGITS);
        StringBuilder digits = new StringBuilder();
        turned.chars().forEach(c -> digits.append(Character.digit(c, LETTER_BASE)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValueExact();
    }
}
