package dev.farthing.kit.shop;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One visit of one browser. What was bought in it can be read again, and given back, until it ends. Whoever works with a
 * session holds its monitor, so that a double click waits for the first one's outcome.
 */
final class Session {
    /** The most items of one visit. */
    static final int MAX_ITEMS = 100;

    private final String csrf;
    private final Map<String, Holding> holdings = new LinkedHashMap<>();

    // Kept by Sessions, under its lock. No lock of the visit is needed for them: a thread that has one already waits
    // for
    // Sessions' when a stranger becomes a customer, so Sessions must never wait for a visit.
    private volatile String id;
    private volatile Instant lastSeen;

    private String nonce;
    private @Nullable String customer;
    private @Nullable String message;

    Session(String id, String csrf, String nonce, Instant now) {
        this.id = id;
        this.csrf = csrf;
        this.nonce = nonce;
        this.lastSeen = now;
    }

    String id() {
        return id;
    }

    void rename(String other) {
        id = other;
    }

    String csrf() {
        return csrf;
    }

    Instant lastSeen() {
        return lastSeen;
    }

    void seen(Instant now) {
        lastSeen = now;
    }

    /** What the customer's app must put into the ticket. */
    synchronized String nonce() {
        return nonce;
    }

    /** Each nonce is good for one ticket. */
    synchronized void renew(String next) {
        nonce = next;
    }

    /** Whose visit it is; null before the first ticket. */
    synchronized @Nullable String customer() {
        return customer;
    }

    /** The visit is this customer's from now on; what another one has bought in this browser is shown to nobody. */
    synchronized void belongsTo(String identifier) {
        if (!identifier.equals(customer)) {
            holdings.clear();
            customer = identifier;
        }
    }

    synchronized @Nullable Holding holding(String item) {
        return holdings.get(item);
    }

    synchronized void hold(String item, Holding holding) {
        if (holdings.size() >= MAX_ITEMS && !holdings.containsKey(item)) {
            throw new IllegalStateException("more than " + MAX_ITEMS + " items in one visit");
        }
        holdings.put(item, holding);
    }

    synchronized void drop(String item) {
        holdings.remove(item);
    }

    synchronized boolean isFull() {
        return holdings.size() >= MAX_ITEMS;
    }

    /** Tells the customer something on the next page. */
    synchronized void tell(String words) {
        message = words;
    }

    /** What is to be told, once. */
    synchronized @Nullable String takeMessage() {
        String words = message;
        message = null;
        return words;
    }
}
