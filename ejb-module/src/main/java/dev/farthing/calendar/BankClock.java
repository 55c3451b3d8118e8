package dev.farthing.calendar;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one place where the machine's clock comes in; whoever needs the time has a {@link Clock} injected. */
@Dependent
class BankClock {

    @Produces
    @Dependent
    Clock clock() {
        return Clock.systemUTC();
    }
}
