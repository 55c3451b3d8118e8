package dev.farthing.kit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.client.MovableClock;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Goal: visits end, and a crowd of strangers ends no customer's. Method: a clock that is moved. */
class SessionsTest {
    private final MovableClock clock = new MovableClock();
    private final Sessions sessions = new Sessions(clock, new SecureRandom());

    @Test
    void endsAVisitThatWasNotSeenForLong() {
        Session idle = sessions.begin();
        Session active = sessions.begin();
        clock.move(Sessions.MAX_IDLE.minusSeconds(1));
        assertThat(sessions.find(active.id())).isSameAs(active);
        clock.move(Duration.ofSeconds(2));
        assertThat(sessions.find(idle.id())).isNull();
        assertThat(sessions.find(active.id())).isSameAs(active);
    }

    @Test
    void keepsACustomersVisitWhenStrangersCrowdIn() {
        Session customer = sessions.begin();
        sessions.becomesCustomers(customer);
        Session stranger = sessions.begin();
        for (int i = 0; i < Sessions.MAX_SESSIONS; i++) {
            sessions.begin();
        }
        assertThat(sessions.find(customer.id())).isSameAs(customer);
        assertThat(sessions.find(stranger.id())).isNull();
    }

    @Test
    void takesATicketOnceForAsLongAsItCouldComeAgain() {
        SeenTickets tickets = new SeenTickets(clock, Duration.ofMinutes(4));
        assertThat(tickets.take("t-1")).isTrue();
        assertThat(tickets.take("t-1")).isFalse();
        clock.move(Duration.ofMinutes(3));
        assertThat(tickets.take("t-1")).isFalse();
        clock.move(Duration.ofMinutes(2));
        assertThat(tickets.take("t-1")).isTrue();
    }
}
