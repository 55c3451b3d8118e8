package dev.farthing.bankfile;

import java.util.regex.Pattern;

/**
 * The form of what identifies something at a bank. One order out of form makes a bank refuse the whole file, so it is refused
 * here, alone and before.
 */
final class Form {
    /** What a statement says of a payment that came without an id. */
    static final String NOT_PROVIDED = "NOTPROVIDED";

    /** Max35Text, in the Latin set of the EPC's implementation guidelines. */
    static final int MAX_IDENTIFIER_CHARS = 35;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9/?:().,'+ -]{1,35}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final Pattern BIC = Pattern.compile("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?");
    private static final Pattern CREDITOR_ID = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int BUSINESS_CODE_END = 7;
    private static final int LAST_YEAR = 9999;

    private Form() {}

    static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An account's holder has no name: give the name that the bank knows");
        }
    }

    /** A slash at an end or two in a row mean something else to some banks, so the EPC leaves them out of identifiers. */
    static void requireIdentifier(String what, String value) {
        if (!IDENTIFIER.matcher(value).matches()
                || value.startsWith("/")
                || value.endsWith("/")
                || value.contains("//")
                || !value.strip().equals(value)) {
            throw new IllegalArgumentException("The " + what + " '" + value + "' is out of form: write 1 to "
                    + MAX_IDENTIFIER_CHARS + " of A-Z a-z 0-9 / - ? : ( ) . , ' + and blanks inside, without / at an"
                    + " end and without //");
        }
    }

    static void requireEndToEndId(String value) {
        requireIdentifier("end-to-end id", value);
        if (value.equals(NOT_PROVIDED)) {
            throw new IllegalArgumentException(
                    "The end-to-end id " + NOT_PROVIDED + " says that there is none: give each order one of its own");
        }
    }

    static void requireIban(String iban) {
        if (!isIban(iban)) {
            throw new IllegalArgumentException(
                    "'" + iban + "' is no IBAN: write it without blanks, in capitals, and" + " check its digits");
        }
    }

    static boolean isIban(String iban) {
        return IBAN.matcher(iban).matches() && hasGoodCheckDigits(iban.substring(4) + iban.substring(0, 4));
    }

    static void requireBic(String bic) {
        if (!BIC.matcher(bic).matches()) {
            throw new IllegalArgumentException(
                    "'" + bic + "' is no BIC: write 8 or 11 capitals and digits, or leave it out");
        }
    }

    /** The business code in the middle is the creditor's to choose and does not count. */
    static void requireCreditorId(String id) {
        if (!CREDITOR_ID.matcher(id).matches()
                || !hasGoodCheckDigits(id.substring(BUSINESS_CODE_END) + id.substring(0, 4))) {
            throw new IllegalArgumentException("'" + id + "' is no SEPA creditor identifier: write it without blanks,"
                    + " such as DE98ZZZ09999999999, and check its digits");
        }
    }

    static void requireCurrency(String code) {
        if (!isCurrency(code)) {
            throw new IllegalArgumentException(
                    "Banks keep no accounts in '" + code + "': give a currency of ISO 4217, three capitals");
        }
    }

    static boolean isCurrency(String code) {
        return CURRENCY.matcher(code).matches();
    }

    /** A year of four digits is all that a date in a file can have. */
    static void requireYear(String what, int year) {
        if (year < 1 || year > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "The " + what + " lies in the year " + year + ": give one from 1 to 9999");
        }
    }

    /** ISO 7064, MOD 97-10: letters count 10 to 35, and what is left of the whole number is 1. */
    private static boolean hasGoodCheckDigits(String rearranged) {
        int rest = 0;
        for (int i = 0; i < rearranged.length(); i++) {
            int digit = Character.digit(rearranged.charAt(i), 36);
            rest = (rest * (digit < 10 ? 10 : 100) + digit) % 97;
        }
        return rest == 1;
    }
}
