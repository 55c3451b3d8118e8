package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.Inquiry;
import dev.farthing.kit.message.MalformedMessage;
import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.StatusList;
import dev.farthing.kit.token.TokenRefused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A vendor at one server, with every step in the test's hands: what the kit's client does by itself is tested here. */
public final class VendorDesk {
    public static final String PAYMENTS = "/api/v1/micropayments";
    public static final String BULKS = PAYMENTS + "/bulk";
    private static final int ANSWER_TRIES = 60;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** One purchase under one id; sealed anew each time it is sent. */
    public record Order(
            String id,
            String customer,
            String item,
            int quantity,
            @Nullable PriceGuard guard) {
        static Order of(Town.Shopper shopper, String item) {
            return new Order(Town.fresh("order"), shopper.identifier(), item, 1, null);
        }

        Order times(int count) {
            return new Order(id, customer, item, count, guard);
        }

        Order withItem(String other) {
            return new Order(id, customer, other, quantity, guard);
        }

        Order withId(String other) {
            return new Order(other, customer, item, quantity, guard);
        }

        Order guarded(long price) {
            return new Order(id, customer, item, quantity, new PriceGuard(price, "USD"));
        }
    }

    private final URI base;
    private final String vendor;
    private final VendorKeys keys;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, VerificationKey> serverSigning = new HashMap<>();
    private final Map<KeyFamily, EncryptionKey> serverEncryption = new HashMap<>();

    public VendorDesk(URI base, String vendor, VendorKeys keys) throws InterruptedException {
        this.base = base;
        this.vendor = vendor;
        this.keys = keys;
        for (JsonNode key :
                Http.get(base, "/.well-known/jwks.json").expect(200).json().required("keys")) {
            if (key.required("use").asText().equals("sig")) {
                VerificationKey signing = VerificationKey.fromJwk(key.toString(), Town.AUDIENCE);
                serverSigning.put(signing.kid(), signing);
            } else {
                EncryptionKey encryption = EncryptionKey.fromJwk(key.toString());
                // The key in use comes first.
                serverEncryption.putIfAbsent(encryption.family(), encryption);
            }
        }
    }

    /** The same vendor at another node. */
    VendorDesk at(URI other) throws InterruptedException {
        return new VendorDesk(other, vendor, keys);
    }

    EncryptionKey serverKey(KeyFamily family) {
        EncryptionKey key = serverEncryption.get(family);
        if (key == null) {
            throw new AssertionError("The server publishes no encryption key of " + family);
        }
        return key;
    }

    Instant now() {
        return clock.instant();
    }

    public String seal(Order order) {
        return seal(new Submission(header(order.id()), order.customer(), order.item(), order.quantity(), order.guard())
                .toJson());
    }

    /** An inquiry about a submission. */
    String sealInquiry(String submissionId) {
        return seal(new Inquiry(header(submissionId)).toJson());
    }

    /** A request's header, made now. */
    Request.Header header(String submissionId) {
        Instant now = now();
        return new Request.Header(vendor, Town.AUDIENCE, now, now.plusSeconds(120), submissionId);
    }

    Answer inquire(String submissionId) throws InterruptedException {
        String message = sealInquiry(submissionId);
        return open(post(message).expect(200), message);
    }

    /** Reverses or refunds that many units of a payment, all that are left if null. */
    Answer giveBack(Return.Kind kind, String submission, @Nullable Integer quantity) throws InterruptedException {
        Instant now = now();
        String message = seal(new Return(
                        new Request.Header(vendor, Town.AUDIENCE, now, now.plusSeconds(120), Town.fresh("return")),
                        kind,
                        submission,
                        quantity,
                        "a test's")
                .toJson());
        return open(post(message).expect(200), message);
    }

    String seal(byte[] claims) {
        return SealedEnvelope.seal(
                claims, keys.signing(), serverKey(keys.decryption().family()), SealedEnvelope.MAX_BULK_CHARS);
    }

    /** A bulk of these orders, made and sealed now. */
    public String sealBulk(String bulk, List<Order> orders, boolean entitlements) {
        Request.Header header = header(bulk);
        List<Submission> purchases = orders.stream()
                .map(order -> new Submission(
                        header.of(order.id()), order.customer(), order.item(), order.quantity(), order.guard()))
                .toList();
        return seal(new Bulk(header, purchases, entitlements).toJson());
    }

    /** Sends a bulk once and opens the answer, which must be there. */
    Answer payAll(String bulk, List<Order> orders) throws InterruptedException {
        String message = sealBulk(bulk, orders, false);
        return open(postBulk(message).expect(200), message);
    }

    Reply postBulk(String message) throws InterruptedException {
        return Http.send(bulkRequest(message));
    }

    HttpRequest bulkRequest(String message) {
        return request(BULKS, message);
    }

    Reply post(String message) throws InterruptedException {
        return Http.send(request(message));
    }

    HttpRequest request(String message) {
        return request(PAYMENTS, message);
    }

    private HttpRequest request(String path, String message) {
        return Http.request(base, path)
                .header("Content-Type", "application/jose")
                .POST(BodyPublishers.ofString(message, StandardCharsets.UTF_8))
                .build();
    }

    /** Sends once and opens the answer, which must be there. */
    Answer pay(Order order) throws InterruptedException {
        String message = seal(order);
        return open(post(message).expect(200), message);
    }

    /** Sends the same order until it is decided, as a vendor does whose answers are lost or late. */
    Answer settle(Order order) throws InterruptedException {
        for (int i = 0; i < ANSWER_TRIES; i++) {
            Answer answer = tryToPay(order);
            if (answer != null) {
                return answer;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new AssertionError("Order " + order.id() + " was not decided in " + ANSWER_TRIES + " tries");
    }

    /** Sends once; null if no answer came, or one that says to come again. */
    @Nullable Answer tryToPay(Order order) throws InterruptedException {
        String message = seal(order);
        Reply reply;
        try {
            reply = Http.exchange(request(message));
        } catch (IOException lost) {
            return null;
        }
        if (reply.status() == 503 || isNobodys(reply)) {
            return null;
        }
        return open(reply.expect(200), message);
    }

    /** The last moment of a server that is being stopped: what it served is gone, and it still listens. */
    private static boolean isNobodys(Reply reply) {
        return reply.status() == 404 && !reply.header("Content-Type").startsWith("application/problem+json");
    }

    /** Opens an answer, which must be this server's to this vendor and to this very message. */
    Answer open(Reply reply, String message) {
        assertThat(reply.header("Content-Type")).isEqualTo("application/jose");
        return open(reply.text(), message);
    }

    /** As {@link #open(Reply, String)}, of an answer's text. */
    public Answer open(String sealed, String message) {
        try {
            Answer answer = Answer.fromClaims(SealedEnvelope.open(
                            sealed,
                            kid -> kid.equals(keys.decryption().kid()) ? keys.decryption() : null,
                            serverSigning::get,
                            new Expectation(vendor, now(), SealedEnvelope.MAX_BULK_CHARS))
                    .claims());
            assertThat(answer.requestHash()).as("bound to the request").isEqualTo(hash(message));
            return answer;
        } catch (EnvelopeRefused e) {
            throw new AssertionError("The answer cannot be opened: " + e.reason(), e);
        } catch (MalformedMessage e) {
            throw new AssertionError("The answer cannot be read: " + e.detail(), e);
        }
    }

    /** What an entitlement says, verified with the server's published keys. */
    Entitlement entitlement(@Nullable String jws) throws TokenRefused {
        return Entitlement.verify(String.valueOf(jws), serverSigning::get, new Expectation(vendor, now()));
    }

    StatusList statusList(String jws, String uri) throws TokenRefused {
        return StatusList.verify(jws, serverSigning::get, uri, now());
    }

    private static String hash(String message) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(message.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
