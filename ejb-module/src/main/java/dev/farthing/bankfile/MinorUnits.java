package dev.farthing.bankfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts between the minor units of the books and the decimals of the files, by whole numbers only. */
final class MinorUnits {
    /** The message definitions allow five decimals and eighteen digits in all. */
    private static final int MAX_DIGITS = 5;

    private static final long MAX_AMOUNT = 999_999_999_999_999_999L;
    private static final Pattern DECIMAL = Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,5}))?");

    private MinorUnits() {}

    static void requireDigits(int minorDigits) {
        if (minorDigits < 0 || minorDigits > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "A currency has 0 to " + MAX_DIGITS + " decimals in a bank's file, not " + minorDigits);
        }
    }

    static void requirePositive(String endToEndId, long amountMinor) {
        if (amountMinor <= 0 || amountMinor > MAX_AMOUNT) {
            throw new IllegalArgumentException("The amount of " + endToEndId + " is " + amountMinor
                    + " minor units: give 1 to " + MAX_AMOUNT + ", and leave out what comes to nothing");
        }
    }

    /** The sum of two amounts, as long as a file has room for its digits. */
    static long add(long sum, long amountMinor) {
        if (sum > MAX_AMOUNT - amountMinor) {
            throw new IllegalArgumentException(
                    "The orders' sum has more than 18 digits: write them into several files");
        }
        return sum + amountMinor;
    }

    /** With exactly the currency's decimals, also where they are zeros. */
    static String toText(long amountMinor, int minorDigits) {
        if (minorDigits == 0) {
            return Long.toString(amountMinor);
        }
        String digits = Long.toString(amountMinor);
        String padded = "0".repeat(Math.max(0, minorDigits + 1 - digits.length())) + digits;
        int point = padded.length() - minorDigits;
        return padded.substring(0, point) + "." + padded.substring(point);
    }

    /** Null for what is no amount of this currency: a sign, a fraction of the minor unit, too many digits. */
    static @Nullable Long fromText(String text, int minorDigits) {
        Matcher decimal = DECIMAL.matcher(text);
        if (!decimal.matches()) {
            return null;
        }
        String fraction = decimal.group(2) == null ? "" : decimal.group(2);
        String kept = (fraction + "0".repeat(MAX_DIGITS)).substring(0, minorDigits);
        boolean finer = fraction.length() > minorDigits
                && !fraction.substring(minorDigits).chars().allMatch(digit -> digit == '0');
        String digits = decimal.group(1).replaceFirst("^0+(?=.)", "") + kept;
        // Eighteen digits always fit into a long; the pattern allows a few more.
        return finer || digits.length() > 18 ? null : Long.valueOf(digits);
    }
}
