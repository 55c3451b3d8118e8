package dev.farthing.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: what is remembered of parties is bounded. Method: one party more than is remembered, one of them met again. */
class RecentlyUsedTest {
    @Test
    void forgetsWhoWasNotSeenForLongest() {
        RecentlyUsed<Integer, Integer> seen = new RecentlyUsed<>();
        for (int party = 0; party < RecentlyUsed.MOST; party++) {
            assertThat(count(seen, party)).isEqualTo(1);
        }
        assertThat(count(seen, 0)).isEqualTo(2);
        assertThat(count(seen, RecentlyUsed.MOST)).isEqualTo(1);
        assertThat(seen.size()).isEqualTo(RecentlyUsed.MOST);
        assertThat(count(seen, 0)).as("seen again").isEqualTo(3);
        assertThat(count(seen, 1)).as("not seen for longest").isEqualTo(1);
    }

    private static int count(RecentlyUsed<Integer, Integer> seen, int party) {
        return seen.compute(party, known -> known == null ? 1 : known + 1);
    }
}
