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

    private static final String HEAD = """
            # Refusals of a submission

            In order of precedence: the first that applies is the one that is told. None of them books anything (`booking` is
            `none`), and the same submission sent again is refused in the same way (`retryable` is false): a new attempt takes
            a new submission id. Generated from `RefusalCode`.

            | code | means | the vendor | the customer |
            |---|---|---|---|
            """;

    @Test
    void thePageIsWhatTheCodeSays() throws IOException {
        String page = HEAD
                + Arrays.stream(RefusalCode.values()).map(RefusalsPageTest::row).collect(Collectors.joining());
        if (Boolean.getBoolean("farthing.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String row(RefusalCode code) {
        return "| `" + code + "` | " + code.meaning() + " | " + code.vendorDoes() + " | " + code.customerDoes()
                + " |\n";
    }
}
