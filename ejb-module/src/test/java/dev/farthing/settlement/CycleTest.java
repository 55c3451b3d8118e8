package dev.farthing.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: cycles end on the days that the trade expects. Method: a month with a leap day, day by day. */
class CycleTest {
    private static final List<LocalDate> FEBRUARY_2028 =
            LocalDate.of(2028, 2, 1).datesUntil(LocalDate.of(2028, 3, 1)).toList();

    private static List<Integer> ends(Cycle cycle) {
        return FEBRUARY_2028.stream()
                .filter(cycle::endsOn)
                .map(LocalDate::getDayOfMonth)
                .toList();
    }

    @Test
    void endDailyOnSundaysAndOnTheLastOfTheMonth() {
        assertThat(ends(Cycle.DAILY)).hasSize(29);
        assertThat(ends(Cycle.WEEKLY)).containsExactly(6, 13, 20, 27);
        assertThat(ends(Cycle.MONTHLY)).containsExactly(29);
    }

    @Test
    void namesOfANightFollowFromDayPartyAndCurrencyAlone() {
        LocalDate day = LocalDate.of(2026, 3, 2);
        assertThat(References.payout(day, 17, "EUR")).isEqualTo("P20260302-17-EUR");
        assertThat(References.transfer("P20260302-17-EUR"))
                .isEqualTo(References.transfer(References.payout(day, 17, "EUR")))
                .isNotEqualTo(References.transfer(References.payout(day, 18, "EUR")));
        assertThat(References.transfer("x").version()).isEqualTo(5);
        assertThat(Stream.of(
                                References.payout(day, Long.MAX_VALUE, "EUR"),
                                References.collection(day, Long.MAX_VALUE, "EUR"),
                                References.message(BankFile.Kind.COLLECTIONS, day, "EUR", 9_999))
                        .map(String::length))
                .allMatch(length -> length <= 35);
    }
}
