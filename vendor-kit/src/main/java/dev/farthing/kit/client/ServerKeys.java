package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's public keys, fetched from its key set (RFC 7517) and kept. They are only as trustworthy as the connection:
 * outside a test, use TLS. Refreshed when they are old, when an answer names a key that is not among them, and when a message
 * was refused that may have been sealed to a key of yesterday, though not more often than {@link #MIN_REFRESH_INTERVAL}.
 *
 * <p>Of several encryption keys of a family the first is taken: the server lists the one in use before those that are to
 * follow. No answer is lost when the server's keys are followed by others: a key is published longer before its first use
 * than {@link #MIN_REFRESH_INTERVAL}, so a set that does not hold it is old enough to be fetched again.
 */
final class ServerKeys {
    static final String PATH = "/.well-known/jwks.json";

    /** After which keys are fetched again before anything is sealed to them. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /** How often an unknown key id or a refusal may cause a fetch. */
    static final Duration MIN_REFRESH_INTERVAL = Duration.ofSeconds(1);

    /** Keys of one set. */
    static final int MAX_KEYS = 64;

    private record KeySet(
            Instant fetchedAt, List<EncryptionKey> encryption, Map<String, VerificationKey> verification) {}

    private final Server server;
    private final Wire wire;
    private final Clock clock;
    private final boolean offline;
    private @Nullable KeySet keys;

    ServerKeys(Server server, Wire wire, Clock clock) {
        this.server = server;
        this.wire = wire;
        this.clock = clock;
        this.offline = false;
    }

    /** Keys that were fetched before; nothing is asked of anybody. */
    ServerKeys(Server server, Wire wire, Clock clock, byte[] keySet) throws IOException {
        this.server = server;
        this.wire = wire;
        this.clock = clock;
        this.offline = true;
        this.keys = read(keySet);
    }

    /** The key to seal to: of the family given, if the server has one. */
    EncryptionKey encryptionKey(KeyFamily preferred) throws IOException, InterruptedException {
        List<EncryptionKey> known = current().encryption();
        return known.stream()
                .filter(key -> key.family() == preferred)
                .findFirst()
                .or(() -> known.stream().findFirst())
                .orElseThrow(() -> new IOException("the server's key set has no encryption key of a family we know"));
    }

    /** The key with which the server signed, or null if it has none of that id, even after asking again. */
    synchronized @Nullable VerificationKey verificationKey(String kid) throws IOException, InterruptedException {
        KeySet known = current();
        VerificationKey key = known.verification().get(kid);
        if (key == null && mayRefresh(known)) {
            keys = fetch();
            key = keys.verification().get(kid);
        }
        return key;
    }

    /**
     * Says whether a message that the server refused should have been sealed to another key, after asking for the keys anew.
     *
     * @param refused the key that it was sealed to
     */
    synchronized boolean hasFollowed(EncryptionKey refused) throws IOException, InterruptedException {
        KeySet known = current();
        if (isFirst(known, refused) && mayRefresh(known)) {
            known = fetch();
            keys = known;
        }
        return !isFirst(known, refused);
    }

    private static boolean isFirst(KeySet known, EncryptionKey key) {
        return known.encryption().stream()
                .filter(other -> other.family() == key.family())
                .findFirst()
                .filter(first -> first.kid().equals(key.kid()))
                .isPresent();
    }

    private boolean mayRefresh(KeySet known) {
        return !offline && !clock.instant().isBefore(known.fetchedAt().plus(MIN_REFRESH_INTERVAL));
    }

    private synchronized KeySet current() throws IOException, InterruptedException {
        KeySet known = keys;
        boolean old = known != null
                && !offline
                && !clock.instant().isBefore(known.fetchedAt().plus(MAX_AGE));
        if (known == null || old) {
            known = fetch();
            keys = known;
        }
        return known;
    }

    private KeySet fetch() throws IOException, InterruptedException {
        return read(fetch(server, wire));
    }

    /** The key set as the server publishes it. */
    static byte[] fetch(Server server, Wire wire) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.at(PATH))
                .header("Accept", "application/json")
                .header("Cache-Control", "no-cache")
                .build();
        HttpResponse<byte[]> response = wire.exchange(request);
        if (response.statusCode() != 200) {
            throw new IOException("the server answered " + response.statusCode() + " for its key set");
        }
        return response.body();
    }

    private KeySet read(byte[] keySet) throws IOException {
        JsonNode entries;
        try {
            entries = StrictJson.object(keySet).path("keys");
        } catch (MalformedJson e) {
            throw new IOException("the server's key set is " + e.getMessage(), e);
        }
        if (!entries.isArray() || entries.size() > MAX_KEYS) {
            throw new IOException("the server's key set is not a list of at most " + MAX_KEYS + " keys");
        }
        List<EncryptionKey> encryption = new ArrayList<>();
        Map<String, VerificationKey> verification = new HashMap<>();
        for (JsonNode entry : entries) {
            boolean signs = "sig".equals(entry.path("use").asText());
            if (signs) {
                read(() -> VerificationKey.fromJwk(entry.toString(), server.audience()))
                        .ifPresent(key -> verification.put(key.kid(), key));
            } else {
                read(() -> EncryptionKey.fromJwk(entry.toString())).ifPresent(encryption::add);
            }
        }
        return new KeySet(clock.instant(), List.copyOf(encryption), Map.copyOf(verification));
    }

    /** A key of a family that this kit does not know is skipped: a newer server may have some. */
    private static <K> Optional<K> read(Supplier<K> key) {
        try {
            return Optional.of(key.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
