package dev.farthing.web.problem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page begins: opaque to the caller, the last thing seen to us. And how long a page is. */
public final class Cursor {
    /** The most that one page holds. */
    public static final int MOST_ON_A_PAGE = 200;

    private static final int USUAL_ON_A_PAGE = 50;

    private Cursor() {}

    /** The cursor of the page after this one. */
    public static String after(Object lastSeen) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(lastSeen.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What was seen last, or null for the first page.
     *
     * @param form what a cursor of this address holds
     * @throws BadRequest if this address never gave such a cursor
     */
    public static @Nullable String lastSeen(@Nullable String cursor, Pattern form) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (form.matcher(text).matches()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other cursor that is not ours.
        }
        throw new BadRequest(
                400, "WRONG_CURSOR", "Take the cursor from \"next\" of the page before, or leave it out to begin");
    }

    /**
     * How many a page is to hold.
     *
     * @throws BadRequest if it is no number from 1 to {@link #MOST_ON_A_PAGE}
     */
    public static int limit(@Nullable String limit) {
        if (limit == null) {
            return USUAL_ON_A_PAGE;
        }
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MOST_ON_A_PAGE) {
            throw new BadRequest(400, "WRONG_LIMIT", "Ask for 1 to " + MOST_ON_A_PAGE + " on a page");
        }
        return Integer.parseInt(limit);
    }
}
