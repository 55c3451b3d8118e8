package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page of refusals that vendors read is the list that the code decides by. {@code -Dfarthing.write=true} writes it.
 */
class RefusalsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "refusals.md");

    private static final String COLUMNS =
            "| code | means | retryable | outcome | the vendor | the customer |\n|---|---|---|---|---|---|\n";

    private static final String HEAD = """
            # Refusals

            In order of precedence: the first that applies is the one that is told. None of them books anything (`booking`, here
            the column outcome; only `ARCHIVED` speaks of what was booked before, and does not know), and the same message sent
            again is refused in the same way: a new attempt takes a new submission id. `retryable` is true if the very same request under a new submission id can succeed later though the
            vendor changes nothing. Generated from `RefusalCode`.
            """;

    private static final String ARCHIVED = """

            ## Of days that are archived
            A bank keeps the payments of a day for a time (400 days, unless it says otherwise) and then archives them. `ARCHIVED` comes after
            `CONFLICT`, in the place of the decision, to payments, reversals, refunds and inquiries alike; `PAYMENT_ARCHIVED` in the
            place of `UNKNOWN_PAYMENT`.

            """ + COLUMNS;

    @Test
    void thePageIsWhatTheCodeSays() throws IOException {
        String page = HEAD
                + table("Payments", RefusalCode.Of.PAYMENTS)
                + table("Reversals and refunds", RefusalCode.Of.RETURNS)
                + ARCHIVED
                + rows(RefusalCode.Of.ARCHIVED);
        if (Boolean.getBoolean("farthing.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void everyCodeIsOnThePageInTheOrderOfTheList() {
        for (RefusalCode.Of of : RefusalCode.Of.values()) {
            assertThat(Arrays.stream(RefusalCode.values()).filter(code -> code.of() == of))
                    .isNotEmpty();
        }
    }

    private static String table(String title, RefusalCode.Of of) {
        return "\n## " + title + "\n" + COLUMNS
                + Arrays.stream(RefusalCode.values())
                        .filter(code -> code.of().includes(of))
                        .map(RefusalsPageTest::row)
                        .collect(Collectors.joining());
    }

    private static String rows(RefusalCode.Of of) {
        return Arrays.stream(RefusalCode.values())
                .filter(code -> code.of() == of)
                .map(RefusalsPageTest::row)
                .collect(Collectors.joining());
    }

    private static String row(RefusalCode code) {
        return "| `" + code + "` | " + code.meaning() + " | " + (code.retryable() ? "yes" : "no") + " | "
                + code.outcome() + " | " + code.vendorDoes() + " | " + code.customerDoes() + " |\n";
    }
}
