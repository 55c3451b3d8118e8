package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.notification.CustomerNotices;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.Outbox;
import dev.farthing.party.Customers;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: what was committed is told once, what was not is never told, and one bad event or one bad moment holds up nobody.
 * Method: events put into the outbox by hand; the server's own relay, broker and listener do the rest.
 */
@Tag("container")
@Timeout(120)
class OutboxContainerIT extends ContainerScenario {
    private static final long DEAD_LETTER_LIMIT_MILLIS = 20_000;

    @Inject
    private Outbox outbox;

    @Inject
    private CustomerNotices notices;

    @Inject
    private Customers customers;

    @Inject
    private Transactions transactions;

    @Resource(lookup = "java:/ConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = "java:/jms/queue/deadLetters")
    private Queue deadLetters;

    @Test
    void tellsACommittedEventOnce() throws Exception {
        String customer = town.customer(0);
        Event event = eventFor(customer);
        append(event);
        Poll.until("the notice is there", () -> noticesOf(customer) == 1);
        assertThat(notices.of(customer, 0)).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(event.topic());
            assertThat(notice.payload()).isEqualTo("{\"mark\":\"" + event.id() + "\"}");
        });
        Poll.until("the relay has marked it sent", () -> outbox.depth() == 0);
    }

    @Test
    void tellsNothingOfATransactionThatWasRolledBack() throws Exception {
        String customer = town.customer(0);
        Event lost = eventFor(customer);
        transactions.rollBack(() -> {
            outbox.append(List.of(lost));
            return null;
        });
        Event told = eventFor(customer);
        append(told);
        Poll.until("the next event is told", () -> noticesOf(customer) == 1);
        assertThat(notices.of(customer, 0)).extracting("payload").containsExactly("{\"mark\":\"" + told.id() + "\"}");
        assertThat(town.count("outbox", "event_id = ?", lost.id())).isZero();
    }

    @Test
    void tellsAnEventOnceThoughItIsRelayedTwice() throws Exception {
        String customer = town.customer(0);
        Event event = eventFor(customer);
        append(event);
        Poll.until("it was told", () -> noticesOf(customer) == 1);
        // As if the relay had died between the broker's commit and the database's.
        database.write(sql -> sql.execute(
                "update relay_position set number = (select number - 1 from outbox where event_id = ?)", event.id()));
        Poll.until("it was relayed again", () -> outbox.depth() == 0);
        // As if its message had been delivered twice.
        notices.take(List.of(event));
        append(eventFor(customer));
        Poll.until("the one behind it was told", () -> noticesOf(customer) == 2);
        assertThat(town.count("customer_notice", "event_id = ?", event.id())).isEqualTo(1);
    }

    @Test
    void tellsAnEventLaterWhenItsListenerFailsForAMoment() throws Exception {
        String customer = town.customer(0);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CompletableFuture<Integer> holder = transactions.meanwhile(() -> transactions.commit(() -> {
            int locked = database.read(sql -> sql.select(
                            "select pg_advisory_xact_lock(6, id::integer)::text from customer where code = ?", customer)
                    .mapTo(String.class)
                    .list()
                    .size());
            held.countDown();
            assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
            return locked;
        }));
        held.await();
        Event event = eventFor(customer);
        append(event);
        Poll.until("the listener waits for the customer", () -> town.waiting("advisory") > 0);
        Poll.until("the listener has given up", () -> town.waiting("advisory") == 0);
        letGo.countDown();
        holder.join();
        Poll.until("the event is told after all", () -> noticesOf(customer) == 1);
        assertThat(town.count("customer_notice", "event_id = ?", event.id())).isEqualTo(1);
    }

    @Test
    void laysAnEventAsideThatCannotBeToldAndGoesOn() throws Exception {
        String customer = town.customer(0);
        Event bad = new Event(UUID.randomUUID(), "nobody.knows", null, "{\"of\":\"no customer\"}");
        append(bad);
        append(eventFor(customer));
        Poll.until("the good one is told", () -> noticesOf(customer) == 1);
        assertThat(theNextDeadLetter()).contains(bad.id().toString());
        assertThat(town.count("customer_notice", "event_id = ?", bad.id())).isZero();
    }

    private void append(Event event) throws Exception {
        transactions.commit(() -> {
            outbox.append(List.of(event));
            return null;
        });
    }

    private Event eventFor(String customer) {
        UUID id = UUID.randomUUID();
        String payload = "{\"customerId\":" + customers.get(customer).id() + ",\"mark\":\"" + id + "\"}";
        return new Event(id, Event.PAYMENT_ACCEPTED, null, payload);
    }

    private int noticesOf(String customer) {
        return notices.of(customer, 0).size();
    }

    private String theNextDeadLetter() throws JMSException {
        try (JMSContext session = connections.createContext()) {
            JMSConsumer consumer = session.createConsumer(deadLetters);
            Message letter = consumer.receive(DEAD_LETTER_LIMIT_MILLIS);
            assertThat(letter).as("a dead letter within its time").isNotNull();
            return letter.getBody(String.class);
        }
    }
}
