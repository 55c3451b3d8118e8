package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.Sha256;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.MalformedMessage;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.proof.Enrolment;
import dev.farthing.kit.proof.EnrolmentRefused;
import dev.farthing.kit.token.StatusList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server that a test plays: it opens what comes with the kit's envelope and answers, really sealed, as it is told. */
public final class PeerServer implements AutoCloseable {
    /** What a server answers to one submission. */
    public interface Behaviour {
        /** The reply to the submission that came in this message. */
        Reply reply(Submission submission, String message) throws Exception;
    }

    /** What a server answers to inquiries and returns. */
    public interface Others {
        /** The reply to the request that came in this message. */
        Reply reply(Request request, String message) throws Exception;
    }

    /** A reply on the wire. */
    public record Reply(
            int status,
            String contentType,
            String body,
            @Nullable String retryAfter) {}

    public static final String AUDIENCE = "farthing";

    /** In form; what it says is nobody's business here. */
    public static final String ENTITLEMENT = "e30.e30.AA";

    public static final String VENDOR = "kiosk";
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Clock clock;
    private volatile DecryptionKey decryption;
    private volatile SigningKey signing;
    private volatile @Nullable VerificationKey vendorKey;
    private volatile @Nullable EncryptionKey vendorEncryption;
    private volatile Behaviour behaviour;
    private volatile Others others = (request, message) -> problem(500, "NOT_PLAYED", null);
    private volatile Supplier<String> items = () -> "{\"items\":[]}";
    private volatile @Nullable Reply itemsRefused;
    private volatile Supplier<Reply> progress = () -> problem(404, "NOT_FOUND", null);
    private volatile Supplier<String> statusList = () -> "";
    public final List<Submission> received = new CopyOnWriteArrayList<>();
    public final List<String> messages = new CopyOnWriteArrayList<>();
    public final List<String> keySetsServed = new CopyOnWriteArrayList<>();

    public PeerServer(KeyFamily family, Clock clock) throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), family, clock);
    }

    PeerServer(HttpServer http, KeyFamily family, Clock clock) {
        this.http = http;
        this.clock = clock;
        this.signing = SigningKey.generate(family, new SecureRandom());
        this.decryption = DecryptionKey.generate(family, new SecureRandom());
        this.behaviour = this::accept;
        http.createContext("/.well-known/jwks.json", this::serveKeys);
        http.createContext("/api/v1/enrolments", this::enrol);
        http.createContext("/api/v1/micropayments", exchange -> pay(exchange, Request::fromClaims));
        http.createContext("/api/v1/micropayments/bulk", exchange -> pay(exchange, Bulk::fromClaims));
        http.createContext("/api/v1/vendor/bulks/", exchange -> respond(exchange, progress.get()));
        http.createContext("/api/v1/vendor/keys", exchange -> respond(exchange, vendorKeys.reply(exchange)));
        http.createContext("/api/v1/vendor/items", exchange -> respond(exchange, itemsReply()));
        http.createContext(
                "/api/v1/status-lists/",
                exchange -> respond(exchange, new Reply(200, StatusList.MEDIA_TYPE, statusList.get(), null)));
        http.setExecutor(threads);
        http.start();
    }

    public Server address(String scheme) {
        return new Server(
                URI.create(scheme + "://localhost:" + http.getAddress().getPort()), AUDIENCE);
    }

    public void behave(Behaviour other) {
        behaviour = other;
    }

    public void behaveToOthers(Others other) {
        others = other;
    }

    /** What is for sale, as JSON, and the status list, as a JWS. */
    public void publish(Supplier<String> catalogue, Supplier<String> list) {
        items = catalogue;
        statusList = list;
    }

    /** What is told of any bulk. */
    public void tell(Supplier<Reply> ofBulks) {
        progress = ofBulks;
    }

    /** Publishes nothing from now on, and answers that instead. */
    public void refuseItems(Reply reply) {
        itemsRefused = reply;
    }

    private Reply itemsReply() {
        Reply refused = itemsRefused;
        return refused == null ? new Reply(200, "application/json", items.get(), null) : refused;
    }

    public void know(VendorKeys keys) {
        vendorKey = keys.signing().verificationKey(VENDOR);
        vendorEncryption = keys.decryption().encryptionKey();
    }

    void rotate() {
        signing = SigningKey.generate(signing.family(), new SecureRandom());
    }

    /** From now on only what is sealed to another key is opened. */
    void followDecryptionKey() {
        decryption = DecryptionKey.generate(decryption.family(), new SecureRandom());
    }

    /** How the vendor's keys are taken in: as a server whose answers may be lost, but whose state is not. */
    final VendorKeysPeer vendorKeys = new VendorKeysPeer(this);

    Clock clock() {
        return clock;
    }

    public SigningKey signing() {
        return signing;
    }

    VerificationKey vendorKey() {
        VerificationKey key = vendorKey;
        if (key == null) {
            throw new IllegalStateException("no vendor is known");
        }
        return key;
    }

    void know(VerificationKey key) {
        vendorKey = key;
    }

    void know(EncryptionKey key) {
        vendorEncryption = key;
    }

    public Answer.Header header(Request submission, String message) {
        return new Answer.Header(
                AUDIENCE,
                submission.vendor(),
                submission.submissionId(),
                Sha256.base64Url(message.getBytes(StandardCharsets.US_ASCII)),
                clock.instant(),
                clock.instant().plusSeconds(60));
    }

    public Reply accept(Submission submission, String message) {
        return seal(new Confirmation(
                header(submission, message), payment(submission, "p-" + submission.submissionId()), ENTITLEMENT));
    }

    public Payment payment(Submission submission, String id) {
        return new Payment(
                id,
                LocalDate.parse("2026-03-01"),
                new Amount(1000, "USD", 6),
                submission.customer(),
                submission.item(),
                submission.quantity(),
                "once",
                Payment.CONDITIONAL);
    }

    public Reply seal(Answer answer) {
        return seal(answer, signing);
    }

    Reply seal(Answer answer, SigningKey signer) {
        EncryptionKey recipient = vendorEncryption;
        if (recipient == null) {
            throw new IllegalStateException("no vendor is known");
        }
        return new Reply(
                200,
                "application/jose",
                SealedEnvelope.seal(answer.toJson(), signer, recipient, SealedEnvelope.MAX_BULK_CHARS),
                null);
    }

    public static Reply problem(int status, String code, @Nullable String retryAfter) {
        return new Reply(
                status, "application/problem+json", "{\"code\":\"" + code + "\",\"detail\":\"As told.\"}", retryAfter);
    }

    private interface Reading {
        Request read(ObjectNode claims) throws MalformedMessage;
    }

    private void pay(HttpExchange exchange, Reading reading) throws IOException {
        String message = body(exchange);
        messages.add(message);
        Reply reply;
        try {
            Opened opened = SealedEnvelope.open(
                    message,
                    kid -> kid.equals(decryption.kid()) ? decryption : null,
                    kid -> vendorKey,
                    new Expectation(AUDIENCE, clock.instant(), SealedEnvelope.MAX_BULK_CHARS));
            Request request = reading.read(opened.claims());
            if (request instanceof Submission submission) {
                received.add(submission);
                reply = behaviour.reply(submission, message);
            } else {
                reply = others.reply(request, message);
            }
        } catch (EnvelopeRefused e) {
            reply = problem(400, "MESSAGE_NOT_ACCEPTED", null);
        } catch (Exception e) {
            reply = problem(500, "BROKEN_TEST", null);
        }
        respond(exchange, reply);
    }

    private void enrol(HttpExchange exchange) throws IOException {
        try {
            Enrolment enrolment = Enrolment.open(body(exchange), AUDIENCE, clock.instant());
            if (!enrolment.code().equals("code-1")) {
                respond(exchange, problem(403, "ENROLMENT_REFUSED", null));
                return;
            }
            VerificationKey key = VerificationKey.fromJwk(enrolment.signingJwk(), VENDOR);
            EncryptionKey encryption = EncryptionKey.fromJwk(enrolment.encryptionJwk());
            vendorKey = key;
            vendorEncryption = encryption;
            ObjectNode answer = StrictJson.newObject()
                    .put("vendor", VENDOR)
                    .put("signingKid", key.kid())
                    .put("encryptionKid", encryption.kid())
                    .put("audience", AUDIENCE);
            respond(exchange, new Reply(201, "application/json", StrictJson.text(answer), null));
        } catch (EnrolmentRefused e) {
            respond(exchange, problem(403, "ENROLMENT_REFUSED", null));
        }
    }

    private void serveKeys(HttpExchange exchange) throws IOException {
        List<String> keys = new ArrayList<>();
        keys.add("{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"use\":\"sig\",\"kid\":\"of-tomorrow\"}");
        keys.add(signing.verificationKey(AUDIENCE).toJwk());
        keys.add(decryption.encryptionKey().toJwk());
        String set = "{\"keys\":[" + String.join(",", keys) + "]}";
        keySetsServed.add(set);
        respond(exchange, new Reply(200, "application/json", set, null));
    }

    static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES), StandardCharsets.US_ASCII);
    }

    private static void respond(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        if (reply.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
