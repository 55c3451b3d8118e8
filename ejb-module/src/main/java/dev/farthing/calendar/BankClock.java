package dev.farthing.calendar;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The one place where the machine's clock comes in; whoever needs the time has a {@link Clock} injected. */
@Dependent
class BankClock {
    private static final Duration TICK = Duration.of(1, ChronoUnit.MICROS);

    /** In whole microseconds, as the database keeps times: what is told at once is what is read later. */
    @Produces
    @Dependent
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), TICK);
    }
}
