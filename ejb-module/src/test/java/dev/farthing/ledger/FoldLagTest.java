package dev.farthing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Goal: the lag never says that something is folded which is not. Method: looks as a folder in good and bad hours leaves them. */
class FoldLagTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final FoldLag lag = new FoldLag(BEGIN);

    @Test
    void isNothingWhereNothingIsLeft() {
        look(7, 0, 0, 0);
        assertThat(lagAt(7)).isZero();
    }

    @Test
    void growsWhileTheOldestStays() {
        look(1, 3, 10, 12);
        look(2, 9, 10, 20);
        look(3, 30, 10, 41);
        assertThat(lagAt(3)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void reachesBackToTheLastLookOfWhichNothingIsLeft() {
        look(1, 3, 10, 12);
        look(2, 9, 10, 20);
        look(3, 30, 13, 41);
        assertThat(lagAt(3)).as("all up to 12, seen at 1").isEqualTo(Duration.ofSeconds(2));
        look(4, 30, 20, 60);
        assertThat(lagAt(4)).as("20 was seen at 2 and is there").isEqualTo(Duration.ofSeconds(3));
        look(5, 30, 42, 70);
        assertThat(lagAt(5)).as("all up to 41, seen at 3").isEqualTo(Duration.ofSeconds(2));
    }

    private void look(int second, long count, long lowest, long highest) {
        lag.look(BEGIN.plusSeconds(second), new DeltasThere(count, lowest, highest));
    }

    private Duration lagAt(int second) {
        return lag.at(BEGIN.plusSeconds(second));
    }
}
