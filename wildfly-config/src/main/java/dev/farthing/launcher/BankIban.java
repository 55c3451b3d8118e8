package dev.farthing.launcher;

import java.math.BigInteger;

/** The check digits of an account's number (ISO 13616). */
final class BankIban {
    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    /** In form, of a bank that does not exist: the account of whoever has not named one, outside of production. */
    static final String SAMPLE = "DE93999999990000000001";

    private BankIban() {}

    static boolean isSound(String iban) {
        if (!iban.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(sign -> digits.append(Character.digit(sign, 36)));
        return new BigInteger(digits.toString()).mod(MODULUS).equals(BigInteger.ONE);
    }
}
