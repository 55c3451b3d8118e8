package dev.farthing.kit.client;

import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.StatusList;
import dev.farthing.kit.token.Ticket;
import dev.farthing.kit.token.TokenRefused;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor's shop believes of the server's signed statements. Tickets and entitlements are verified without asking
 * anybody once the server's keys are known; only whether an entitlement was revoked is read from a list that everybody
 * fetches alike, and that is kept for as long as it says. Thread-safe.
 */
public final class Statements {
    /** Lists that are kept: entitlements to 2 million payments. */
    static final int MAX_LISTS = 16;

    private static final int OK = 200;

    private record Kept(StatusList list, Instant until) {}

    private final Server server;
    private final String vendor;
    private final ClientSettings settings;
    private final Wire wire;
    private final ServerKeys keys;
    private final Map<String, Kept> lists = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MAX_LISTS;
        }
    };

    Statements(Server server, String vendor, ClientSettings settings, Wire wire, ServerKeys keys) {
        this.server = server;
        this.vendor = vendor;
        this.settings = settings;
        this.wire = wire;
        this.keys = keys;
    }

    /** Reads statements to that vendor. */
    public Statements(Server server, String vendor, ClientSettings settings) {
        this(server, vendor, settings, new Wire(settings));
    }

    /**
     * Reads statements to that vendor with keys that were fetched before, and asks nobody anything but for status lists.
     *
     * @param keySet what {@link #keySet} returned
     * @throws IOException if it is no key set
     */
    public static Statements offline(Server server, String vendor, ClientSettings settings, byte[] keySet)
            throws IOException {
        Wire wire = new Wire(settings);
        return new Statements(server, vendor, settings, wire, new ServerKeys(server, wire, settings.clock(), keySet));
    }

    /** The server's key set as it publishes it, to be kept for {@link #offline}. */
    public static byte[] keySet(Server server, ClientSettings settings) throws IOException, InterruptedException {
        return ServerKeys.fetch(server, new Wire(settings));
    }

    private Statements(Server server, String vendor, ClientSettings settings, Wire wire) {
        this(server, vendor, settings, wire, new ServerKeys(server, wire, settings.clock()));
    }

    /**
     * Verifies a customer's ticket. Taking each {@link Ticket#id} once is the caller's.
     *
     * @param nonce what the shop showed; null if nothing
     * @throws TokenRefused if it is not the server's, or for another vendor or visit, or out of time
     * @throws IOException if the server's keys are not known and cannot be fetched
     */
    public Ticket ticket(String jws, @Nullable String nonce) throws TokenRefused, IOException, InterruptedException {
        return withKeys(() -> Ticket.verify(jws, this::keyOfServer, expected(), nonce));
    }

    /**
     * Verifies an entitlement to something of this vendor's; whether it is in time and not revoked is asked separately.
     *
     * @throws TokenRefused if it is not the server's, or for another vendor
     * @throws IOException if the server's keys are not known and cannot be fetched
     */
    public Entitlement entitlement(String jws) throws TokenRefused, IOException, InterruptedException {
        return withKeys(() -> Entitlement.verify(jws, this::keyOfServer, expected()));
    }

    /**
     * Says whether the entitlement was revoked, as the status list that it names has it.
     *
     * @throws TokenRefused if the list is not the server's, or out of time
     * @throws IOException if no list that is still good can be had
     */
    public boolean isRevoked(Entitlement entitlement) throws TokenRefused, IOException, InterruptedException {
        return !list(entitlement.status().list()).isValid(entitlement.status().index());
    }

    /** Forgets the kept list, after something was given back. */
    public void forgetListOf(Entitlement entitlement) {
        synchronized (lists) {
            lists.remove(entitlement.status().list());
        }
    }

    private StatusList list(String uri) throws TokenRefused, IOException, InterruptedException {
        Instant now = settings.clock().instant();
        synchronized (lists) {
            Kept kept = lists.get(uri);
            if (kept != null && now.isBefore(kept.until())) {
                return kept.list();
            }
        }
        StatusList list = withKeys(() -> StatusList.verify(fetch(uri), this::keyOfServer, uri, now));
        Instant until = now.plus(list.header().timeToLive());
        synchronized (lists) {
            lists.put(uri, new Kept(list, until));
        }
        return list;
    }

    /** From where this vendor reaches the server, which need not be how the list names it. */
    private String fetch(String uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.at(URI.create(uri).getRawPath()))
                .header("Accept", StatusList.MEDIA_TYPE)
                .build();
        HttpResponse<byte[]> response = wire.exchange(request);
        if (response.statusCode() != OK) {
            throw new IOException("the server answered " + response.statusCode() + " for its status list");
        }
        return new String(response.body(), StandardCharsets.US_ASCII);
    }

    private Expectation expected() {
        return new Expectation(vendor, settings.clock().instant());
    }

    private interface Reading<T> {
        T read() throws TokenRefused, IOException, InterruptedException;
    }

    private static <T> T withKeys(Reading<T> reading) throws TokenRefused, IOException, InterruptedException {
        try {
            return reading.read();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException();
            }
            throw e.getCause();
        }
    }

    private @Nullable VerificationKey keyOfServer(String kid) {
        try {
            return keys.verificationKey(kid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new InterruptedIOException());
        }
    }
}
