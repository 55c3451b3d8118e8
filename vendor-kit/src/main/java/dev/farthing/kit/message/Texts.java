package dev.farthing.kit.message;

import java.util.regex.Pattern;

/** How identifiers and codes are written. */
final class Texts {
    /** Identifiers of submissions, payments, customers and items. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    /** Names of the parties to a message: an identifier, or a server's address. */
    static final Pattern PARTY = Pattern.compile("[A-Za-z0-9._~:/-]{1,255}");

    /** ISO 4217 (three letters) or a business's own (4 to 16). */
    static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}|[A-Z0-9]{4,16}");

    /** Codes of refusals, states and outcomes. */
    static final Pattern CODE = Pattern.compile("[A-Za-z_]{1,64}");

    /** What stands in the books after a refusal. */
    static final Pattern BOOKING = Pattern.compile("none|booked|unknown");

    /** A SHA-256 as base64url. */
    static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Words for people. */
    static final Pattern PROSE = Pattern.compile("[^\\p{Cntrl}]{0,1000}");

    /** A reason, in printable characters. */
    static final Pattern REASON =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}][\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]{0,199}");

    /** A compact JWS in form; what it says, its own reader checks. */
    static final Pattern JWS = Pattern.compile("(?=.{5,4096}$)[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private Texts() {}

    /** The text, or {@link IllegalArgumentException} with what to do. */
    static String check(String name, String text, Pattern pattern) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("Give " + name + " as " + pattern + ".");
        }
        return text;
    }
}
