package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Inquiry;
import dev.farthing.kit.message.MalformedMessage;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.proof.Enrolment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's client: seals a purchase, sends it, and believes only an answer that is the server's, to this vendor, to this
 * very message. When no answer comes it sends the same submission again, sealed anew, which can never pay twice.
 * Thread-safe.
 */
public final class FarthingClient {
    /** How long a submission may be accepted; short, since a retry is sealed anew. */
    public static final Duration MESSAGE_LIFETIME = Duration.ofMinutes(2);

    private static final String PAYMENTS_PATH = "/api/v1/micropayments";
    private static final String ENROLMENTS_PATH = "/api/v1/enrolments";
    private static final int SUBMISSION_ID_BYTES = 16;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final String NOT_ACCEPTED = "MESSAGE_NOT_ACCEPTED";

    private final Server server;
    private final String vendor;
    private final VendorKeys fixedKeys;
    private final @Nullable KeyFile keyFile;
    private final ClientSettings settings;
    private final Wire wire;
    private final ServerKeys serverKeys;

    /**
     * A client of an enrolled vendor, whose keys stay as they are.
     *
     * @param vendor the vendor's id, as the enrolment's answer said
     */
    public FarthingClient(Server server, String vendor, VendorKeys keys, ClientSettings settings) {
        this(server, vendor, keys, null, settings);
    }

    /**
     * A client of an enrolled vendor that can rotate the vendor's keys, and follows when another process does.
     *
     * @param vendor the vendor's id, as the enrolment's answer said
     */
    public FarthingClient(Server server, String vendor, KeyFile keys, ClientSettings settings) {
        this(server, vendor, keys.keys(), keys, settings);
    }

    private FarthingClient(
            Server server, String vendor, VendorKeys keys, @Nullable KeyFile keyFile, ClientSettings settings) {
        this.server = server;
        this.vendor = vendor;
        this.fixedKeys = keys;
        this.keyFile = keyFile;
        this.settings = settings;
        this.wire = new Wire(settings);
        this.serverKeys = new ServerKeys(server, wire, settings.clock());
    }

    /**
     * Enrols a vendor's first keys with the one-time code that an operator handed out.
     *
     * @throws Rejected if the server does not accept it (the code is used up or wrong, or the clocks differ)
     * @throws AnswerNotBound if the answer speaks of other keys or another server
     * @throws IOException if no answer came
     */
    public static Enrolled enrol(Server server, String code, VendorKeys keys, ClientSettings settings)
            throws Rejected, AnswerNotBound, IOException, InterruptedException {
        String enrolment = Enrolment.sign(
                code,
                keys.signing(),
                keys.decryption().encryptionKey(),
                server.audience(),
                settings.clock().instant());
        HttpResponse<byte[]> response = new Wire(settings).exchange(post(server, ENROLMENTS_PATH, enrolment));
        if (response.statusCode() != CREATED) {
            throw Wire.rejection(response);
        }
        try {
            ObjectNode answer = StrictJson.object(response.body());
            Enrolled enrolled = new Enrolled(
                    answer.path("vendor").asText(),
                    answer.path("signingKid").asText(),
                    answer.path("encryptionKid").asText(),
                    answer.path("audience").asText());
            if (!enrolled.signingKid().equals(keys.signing().kid())
                    || !enrolled.encryptionKid().equals(keys.decryption().kid())
                    || !enrolled.audience().equals(server.audience())) {
                throw new AnswerNotBound("it speaks of other keys or another server");
            }
            return enrolled;
        } catch (MalformedJson e) {
            throw new AnswerNotBound("it is " + e.getMessage());
        }
    }

    /** An id that no submission has had. */
    public String newSubmissionId() {
        byte[] id = new byte[SUBMISSION_ID_BYTES];
        settings.random().nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Pays under a new submission id; like {@link #pay(Purchase, String)}. */
    public Answer pay(Purchase purchase) throws ClientFailure, InterruptedException {
        return pay(purchase, newSubmissionId());
    }

    /**
     * Pays, or settles what became of an earlier attempt under the same id. Sends again on a time-out, a cut connection,
     * 429 and 5xx, up to {@link Patience#maxAttempts()}, with pauses that double and are at least {@code Retry-After}.
     *
     * @throws AnswerNotBound if an answer came that is not the server's to this very message
     * @throws Rejected if the server did not take the request and no earlier attempt can have been booked
     * @throws UnknownOutcome if no answer came
     */
    public Answer pay(Purchase purchase, String submissionId) throws ClientFailure, InterruptedException {
        return settle(submissionId, () -> seal(purchase, submissionId));
    }

    /**
     * Asks what became of a submission, and settles it: one that the server has not seen is refused as {@code FENCED} from
     * then on, whenever it may arrive. Sends again like {@link #pay(Purchase, String)}.
     *
     * @throws AnswerNotBound if an answer came that is not the server's to this very message
     * @throws Rejected if the server did not take the request
     * @throws UnknownOutcome if no answer came
     */
    public Answer inquire(String submissionId) throws ClientFailure, InterruptedException {
        return settle(submissionId, () -> sealInquiry(submissionId));
    }

    /**
     * Replaces the signing key by a new one while payments go on: the new key is on disk before it is offered, messages signed
     * with the old one are accepted until its overlap ends. Whoever was interrupted calls it again, which goes on where it
     * stopped and makes no second key.
     *
     * @param family of the new key
     * @return the id of the key that is in use now
     * @throws IllegalStateException if this client has its keys from memory
     * @throws Rejected if the server does not take the new key, or knows none of the vendor's: then enrol again
     * @throws IOException if no answer came, the file cannot be written, or somebody else rotates just now
     */
    public String rotateSigningKey(KeyFamily family) throws ClientFailure, IOException, InterruptedException {
        return rotation().rotateSigning(family);
    }

    /**
     * Replaces the key that answers are sealed to, like {@link #rotateSigningKey}; answers under way to the old key are still
     * opened, for an hour.
     *
     * @param family of the new key
     * @return the id of the key that is in use now
     * @throws IllegalStateException if this client has its keys from memory
     * @throws Rejected if the server does not take the new key, or knows none of the vendor's: then enrol again
     * @throws IOException if no answer came, the file cannot be written, or somebody else rotates just now
     */
    public String rotateEncryptionKey(KeyFamily family) throws ClientFailure, IOException, InterruptedException {
        return rotation().rotateDecryption(family);
    }

    private KeyRotation rotation() {
        if (keyFile == null) {
            throw new IllegalStateException("Keys in memory would be lost in a crash: give the client a KeyFile.");
        }
        return new KeyRotation(new KeyRotation.Parties(server, vendor), keyFile, settings, wire, serverKeys);
    }

    private VendorKeys keys() {
        return keyFile == null ? fixedKeys : keyFile.keys();
    }

    private Answer settle(String submissionId, Sealing sealing) throws ClientFailure, InterruptedException {
        boolean mayBeBooked = false;
        boolean sealedAnew = false;
        for (int attempt = 1; ; attempt++) {
            Duration pause = settings.patience().pauseAfter(attempt);
            try {
                KeysUsed used = keysUsed();
                String message = sealing.seal();
                HttpResponse<byte[]> response = wire.exchange(post(server, PAYMENTS_PATH, message));
                if (response.statusCode() == OK) {
                    return check(response, message, submissionId);
                }
                if (!sealedAnew && isNotAccepted(response) && haveFollowed(used)) {
                    // Nothing was booked, and a key was followed by another meanwhile: once is enough to catch up.
                    sealedAnew = true;
                    continue;
                }
                if (!Wire.isPassing(response)) {
                    throw mayBeBooked ? new UnknownOutcome(submissionId, attempt) : Wire.rejection(response);
                }
                Duration asked = Wire.retryAfter(response);
                pause = asked.compareTo(pause) > 0 ? asked : pause;
            } catch (IOException e) {
                // Cut off before, during or after the booking: nobody here can tell.
            }
            mayBeBooked = true;
            if (attempt >= settings.patience().maxAttempts()
                    || pause.compareTo(settings.patience().maxPause()) > 0) {
                throw new UnknownOutcome(submissionId, attempt);
            }
            settings.pause().pause(pause);
        }
    }

    /**
     * Seals a purchase, for sending it by {@link #send}.
     *
     * @throws IOException if the server's keys cannot be fetched
     */
    public String seal(Purchase purchase, String submissionId) throws IOException, InterruptedException {
        return seal(new Submission(
                header(submissionId), purchase.customer(), purchase.item(), purchase.quantity(), purchase.guard()));
    }

    private String sealInquiry(String submissionId) throws IOException, InterruptedException {
        return seal(new Inquiry(header(submissionId)));
    }

    private Request.Header header(String submissionId) {
        Instant now = settings.clock().instant();
        return new Request.Header(vendor, server.audience(), now, now.plus(MESSAGE_LIFETIME), submissionId);
    }

    private String seal(Request request) throws IOException, InterruptedException {
        KeysUsed use = keysUsed();
        return SealedEnvelope.seal(request.toJson(), use.signing(), use.encryption());
    }

    /** The keys of both sides that a message is made with. */
    private record KeysUsed(SigningKey signing, EncryptionKey encryption) {}

    private KeysUsed keysUsed() throws IOException, InterruptedException {
        VendorKeys own = keys();
        return new KeysUsed(
                own.signing(), serverKeys.encryptionKey(own.decryption().family()));
    }

    /** Whether one of these keys has been followed by another, on the server's side or in the vendor's file. */
    private boolean haveFollowed(KeysUsed used) throws IOException, InterruptedException {
        boolean own = keyFile != null
                && !keyFile.reread().signing().kid().equals(used.signing().kid());
        return serverKeys.hasFollowed(used.encryption()) || own;
    }

    private static boolean isNotAccepted(HttpResponse<byte[]> response) {
        return response.statusCode() == BAD_REQUEST
                && NOT_ACCEPTED.equals(Wire.rejection(response).code());
    }

    /**
     * Sends a sealed message once.
     *
     * @throws AnswerNotBound if an answer came that is not the server's to this very message
     * @throws Rejected if the server did not take the request
     * @throws UnknownOutcome if no answer came, or one that may pass
     */
    public Answer send(String message, String submissionId) throws ClientFailure, InterruptedException {
        try {
            HttpResponse<byte[]> response = wire.exchange(post(server, PAYMENTS_PATH, message));
            if (response.statusCode() == OK) {
                return check(response, message, submissionId);
            }
            throw Wire.isPassing(response) ? new UnknownOutcome(submissionId, 1) : Wire.rejection(response);
        } catch (IOException e) {
            throw new UnknownOutcome(submissionId, 1);
        }
    }

    /** Seals a request anew for each attempt, since a message expires. */
    private interface Sealing {
        String seal() throws IOException, InterruptedException;
    }

    private Answer check(HttpResponse<byte[]> response, String message, String submissionId)
            throws AnswerNotBound, IOException, InterruptedException {
        if (!Wire.isJose(response)) {
            throw new AnswerNotBound("it is not sealed");
        }
        Answer answer = open(new String(response.body(), StandardCharsets.US_ASCII));
        if (!answer.requestHash().equals(Sha256.base64Url(message.getBytes(StandardCharsets.US_ASCII)))) {
            throw new AnswerNotBound("it answers another message");
        }
        String answered = answer.submissionId();
        if (!submissionId.equals(answered)) {
            throw new AnswerNotBound("it answers another submission");
        }
        return answer;
    }

    private Answer open(String sealed) throws AnswerNotBound, IOException, InterruptedException {
        Expectation expected = new Expectation(vendor, settings.clock().instant());
        try {
            Opened opened = SealedEnvelope.open(sealed, this::ownKey, this::keyOfServer, expected);
            return Answer.fromClaims(opened.claims());
        } catch (EnvelopeRefused e) {
            throw new AnswerNotBound("it is not from the server to this vendor, or out of time (" + e.reason() + ")");
        } catch (MalformedMessage e) {
            throw new AnswerNotBound("it cannot be read (" + e.detail() + ")");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException();
            }
            throw e.getCause();
        }
    }

    private @Nullable DecryptionKey ownKey(String kid) {
        @Nullable DecryptionKey known = keys().decryptionKey(kid);
        if (known != null || keyFile == null) {
            return known;
        }
        try {
            return keyFile.reread().decryptionKey(kid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable VerificationKey keyOfServer(String kid) {
        try {
            return serverKeys.verificationKey(kid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new InterruptedIOException());
        }
    }

    private static HttpRequest post(Server server, String path, String jose) {
        return HttpRequest.newBuilder(server.at(path))
                .header("Content-Type", Wire.JOSE)
                .header("Accept", Wire.JOSE + ", application/problem+json, application/json")
                .POST(BodyPublishers.ofString(jose, StandardCharsets.US_ASCII))
                .build();
    }
}
