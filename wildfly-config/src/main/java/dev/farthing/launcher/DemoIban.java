package dev.farthing.launcher;

import java.math.BigInteger;
import java.util.Locale;

/** Account numbers in form (ISO 13616) at a bank that does not exist. */
final class DemoIban {

    private static final String NO_BANK = "99999999";
    /** "DE00" as digits (ISO 7064, MOD 97-10). */
    private static final String COUNTRY_WITHOUT_CHECK = "131400";

    private static final BigInteger MODULUS = BigInteger.valueOf(97);
    private static final int MOST_CHECK = 98;

    private DemoIban() {}

    static String of(int account) {
        String number = NO_BANK + String.format(Locale.ROOT, "%010d", account);
        int remainder =
                new BigInteger(number + COUNTRY_WITHOUT_CHECK).mod(MODULUS).intValueExact();
        return String.format(Locale.ROOT, "DE%02d%s", MOST_CHECK - remainder, number);
    }
}
