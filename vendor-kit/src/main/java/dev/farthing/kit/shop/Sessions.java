package dev.farthing.kit.shop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The visits. Those of customers who have handed over a ticket are kept apart, so that no crowd of strangers ends them;
 * when there are too many of a kind, the one that was not seen for longest ends.
 */
final class Sessions {
    /** A visit ends when it was not seen for that long. */
    static final Duration MAX_IDLE = Duration.ofMinutes(30);

    /** The most visits of each kind. */
    static final int MAX_SESSIONS = 10_000;

    private static final int SECRET_BYTES = 24;

    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Session> strangers = new LinkedHashMap<>();
    private final Map<String, Session> customers = new LinkedHashMap<>();

    Sessions(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    synchronized Session begin() {
        Session session = new Session(secret(), secret(), secret(), clock.instant());
        put(strangers, session);
        return session;
    }

    /** The visit of that id, if it has not ended. */
    synchronized @Nullable Session find(String id) {
        endOld(strangers);
        endOld(customers);
        Map<String, Session> sessions = customers.containsKey(id) ? customers : strangers;
        Session session = sessions.remove(id);
        if (session != null) {
            session.seen(clock.instant());
            sessions.put(id, session); // the last one of its kind again
        }
        return session;
    }

    /** The visit is a customer's: it gets a new id, since somebody may have planted the old one. */
    synchronized void becomesCustomers(Session session) {
        if (strangers.remove(session.id()) != null) {
            session.rename(secret());
            put(customers, session);
        }
    }

    /** A value that nobody guesses. */
    String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** True if the form was made for that visit. */
    static boolean isOf(Session session, String csrf) {
        return MessageDigest.isEqual(
                session.csrf().getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Map<String, Session> sessions, Session session) {
        if (sessions.size() >= MAX_SESSIONS) {
            Iterator<String> eldest = sessions.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        sessions.put(session.id(), session);
    }

    private void endOld(Map<String, Session> sessions) {
        Instant oldest = clock.instant().minus(MAX_IDLE);
        Iterator<Session> eldest = sessions.values().iterator();
        while (eldest.hasNext() && eldest.next().lastSeen().isBefore(oldest)) {
            eldest.remove();
        }
    }
}
