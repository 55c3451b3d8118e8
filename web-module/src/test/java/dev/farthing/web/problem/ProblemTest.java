package dev.farthing.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: a code names its problem in every form of the document. Method: one of each kind. */
class ProblemTest {
    @Test
    void saysTheSameToProgramsAndToPeople() {
        assertThat(Problem.of(400, "WRONG_DATE", "Write a day as YYYY-MM-DD"))
                .isEqualTo(new Problem(
                        "https://farthing.dev/problems/wrong-date",
                        "Wrong date",
                        400,
                        "Write a day as YYYY-MM-DD",
                        "WRONG_DATE",
                        false,
                        "none",
                        null));
    }

    @Test
    void tellsWhatMayPass() {
        Problem passing = Problem.passing(503, "BUSY", "Send it again", "unknown");
        assertThat(passing.retryable()).isTrue();
        assertThat(passing.outcome()).isEqualTo("unknown");
    }
}
