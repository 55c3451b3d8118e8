package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several units give: the count or the period as often, the shared date no later. */
class RightsTest {
    private static final Instant FROM = Instant.parse("2028-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "P1M, 1, 2028-02-29T12:00:00Z",
        "P1M, 2, 2028-03-31T12:00:00Z",
        "P1Y, 3, 2031-01-31T12:00:00Z",
        "P2W, 1, 2028-02-14T12:00:00Z",
        "P1D, 1000, 2030-10-27T12:00:00Z",
        "PT36H, 1, 2028-02-02T00:00:00Z",
        "PT90M, 2, 2028-01-31T15:00:00Z",
        "P9999Y, 1000, 9999-12-31T23:59:59Z"
    })
    void lastsAsManyPeriodsAsWerePaidFor(String period, int quantity, Instant until) {
        Rights rights = new Rights(RightsModel.PERIOD, null, period, null, "");
        assertThat(rights.of(quantity, FROM).until()).isEqualTo(until);
    }

    @Test
    void countsForEachUnit() {
        assertThat(new Rights(RightsModel.COUNT, 1_000_000, null, null, "")
                        .of(1_000, FROM)
                        .count())
                .isEqualTo(1_000_000_000);
    }

    @Test
    void endsForAllAtOnceAndForNobodyElse() {
        Rights shared = new Rights(RightsModel.UNTIL, null, null, FROM.plusSeconds(5), "");
        assertThat(shared.of(7, FROM).until()).isEqualTo(FROM.plusSeconds(5));
        assertThat(new Rights(RightsModel.ONCE, null, null, null, "")
                        .of(7, FROM)
                        .until())
                .isNull();
    }
}
