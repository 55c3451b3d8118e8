package dev.farthing.keys;

import java.util.regex.Pattern;

/** Why a key was ended, in the words of whoever ended it. */
final class Reasons {
    private static final Pattern FORM = Pattern.compile("[\\P{Cntrl}]{1,200}");

    private Reasons() {}

    static void require(String reason) {
        if (reason.isBlank() || !FORM.matcher(reason).matches()) {
            throw new KeyRefused(
                    KeyRefused.Kind.NOT_POSSIBLE, "Say why in reason, with 1 to 200 characters that can be read");
        }
    }
}
