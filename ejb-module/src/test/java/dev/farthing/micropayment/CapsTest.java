package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.micropayment.Caps.Cap;
import dev.farthing.micropayment.Caps.Kind;
import dev.farthing.micropayment.Caps.Spending;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: a cap counts what it is about and nothing else, and gets back what it counted. Method: one cap at a time. */
class CapsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final Instant SINCE = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant PAID = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void countsWhatItIsAboutAndNothingElse() {
        Cap cap = cap(Kind.PER_DAY, 3L, null, "USD");
        Caps caps = new Caps(List.of(cap), TODAY);
        caps.spend(new Spending(1, 4, RightsModel.ONCE, "USD", 10));
        caps.spend(new Spending(2, 3, RightsModel.ONCE, "USD", 10));
        caps.spend(new Spending(1, 3, RightsModel.ONCE, "EUR", 10));
        assertThat(caps.changed()).isEmpty();
        caps.spend(new Spending(1, 3, RightsModel.COUNT, "USD", 10));
        assertThat(cap.used()).isEqualTo(10);
        assertThat(cap.usedOn()).isEqualTo(TODAY);
    }

    @Test
    void countsEveryVendorAndOneModelOnlyIfItSaysSo() {
        Cap all = cap(Kind.PER_RIGHTS, null, RightsModel.PERIOD, "USD");
        Caps caps = new Caps(List.of(all), TODAY);
        caps.spend(new Spending(1, 3, RightsModel.ONCE, "USD", 10));
        caps.spend(new Spending(1, 4, RightsModel.PERIOD, "USD", 10));
        caps.spend(new Spending(1, 5, RightsModel.PERIOD, "USD", 10));
        assertThat(all.used()).isEqualTo(20);
    }

    @Test
    void beginsADailyCapAnewOnEachBusinessDayAndNeverTheOneOfAVendor() {
        Cap daily = cap(Kind.PER_DAY, null, null, "USD").used(90, TODAY.minusDays(1));
        Cap inAll = cap(Kind.PER_VENDOR, 3L, null, "USD").used(90, TODAY.minusDays(1));
        Spending spending = new Spending(1, 3, RightsModel.ONCE, "USD", 20);
        assertThat(new Caps(List.of(daily), TODAY).refusal(spending)).isNull();
        assertThat(new Caps(List.of(inAll), TODAY).refusal(spending)).isEqualTo(RefusalCode.CAP_PER_VENDOR);
        assertThat(new Caps(List.of(daily), TODAY.minusDays(1)).refusal(spending))
                .isEqualTo(RefusalCode.CAP_PER_DAY);
        new Caps(List.of(daily), TODAY).spend(spending);
        assertThat(daily.used()).isEqualTo(20);
    }

    @Test
    void refusesOnceMoreIsUsedThanIsAllowedAnyMore() {
        Cap lowered = cap(Kind.PER_VENDOR, 3L, null, "USD").used(Long.MAX_VALUE, TODAY);
        assertThat(new Caps(List.of(lowered), TODAY)
                        .refusal(new Spending(1, 3, RightsModel.ONCE, "USD", Long.MAX_VALUE)))
                .isEqualTo(RefusalCode.CAP_PER_VENDOR);
    }

    @Test
    void givesBackToADailyCapOnlyWhileItCountsTheDayOfThePayment() {
        Cap today = cap(Kind.PER_DAY, null, null, "USD").used(30, TODAY);
        Spending spending = new Spending(1, 3, RightsModel.ONCE, "USD", 20);
        new Caps(List.of(today), TODAY).giveBack(spending, TODAY.minusDays(1), PAID);
        assertThat(today.used()).isEqualTo(30);
        new Caps(List.of(today), TODAY).giveBack(spending, TODAY, PAID);
        assertThat(today.used()).isEqualTo(10);
    }

    @Test
    void givesBackToTheCapOfAVendorWheneverItWasPaidButNotWhatItHasNotCounted() {
        Cap cap = cap(Kind.PER_VENDOR, 3L, null, "USD").used(30, TODAY);
        Caps caps = new Caps(List.of(cap), TODAY);
        Spending spending = new Spending(1, 3, RightsModel.ONCE, "USD", 20);
        caps.giveBack(spending, TODAY.minusDays(1), SINCE.minusMillis(1));
        assertThat(caps.changed()).isEmpty();
        caps.giveBack(spending, TODAY.minusDays(1), SINCE);
        assertThat(cap.used()).isEqualTo(10);
        caps.giveBack(spending, TODAY.minusDays(1), SINCE);
        assertThat(cap.used()).isZero();
    }

    private static Cap cap(Kind kind, @Nullable Long vendor, @Nullable RightsModel model, String currency) {
        return new Cap(7, new Caps.Scope(1, vendor, kind, model, currency), 100, SINCE);
    }
}
