package dev.farthing.kit.client;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.Sha256;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.MalformedMessage;
import dev.farthing.kit.message.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sealed messages of one vendor on their way to the server and back: each is sealed anew when it is sent, and an answer is
 * believed only if it is the server's, to this vendor and to this very message.
 */
final class SealedCalls {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String NOT_ACCEPTED = "MESSAGE_NOT_ACCEPTED";

    private final Server server;
    private final String vendor;
    private final VendorKeys fixedKeys;
    private final @Nullable KeyFile keyFile;
    private final ClientSettings settings;
    private final Wire wire;
    private final ServerKeys serverKeys;

    /** Where a request goes, and how long it and its answer may be. */
    private enum Route {
        ONE("/api/v1/micropayments", SealedEnvelope.MAX_MESSAGE_CHARS, Wire.MAX_BODY_BYTES),
        BULK("/api/v1/micropayments/bulk", SealedEnvelope.MAX_BULK_CHARS, SealedEnvelope.MAX_BULK_CHARS);

        private final String path;
        private final int maxChars;
        private final int maxAnswerBytes;

        Route(String path, int maxChars, int maxAnswerBytes) {
            this.path = path;
            this.maxChars = maxChars;
            this.maxAnswerBytes = maxAnswerBytes;
        }

        static Route of(Request request) {
            return request instanceof Bulk ? BULK : ONE;
        }

        UnknownOutcome unknown(String id, int attempts, @Nullable Rejected last) {
            return this == BULK ? UnknownOutcome.ofBulk(id, attempts, last) : new UnknownOutcome(id, attempts, last);
        }
    }

    /** The keys of both sides that a message is made with. */
    private record KeysUsed(SigningKey signing, EncryptionKey encryption) {}

    /** Makes a request of that header. */
    interface Asking extends Function<Request.Header, Request> {}

    SealedCalls(FarthingClient.Place place, ClientSettings settings, Wire wire, ServerKeys serverKeys) {
        this.server = place.server();
        this.vendor = place.vendor();
        this.fixedKeys = place.keys();
        this.keyFile = place.keyFile();
        this.settings = settings;
        this.wire = wire;
        this.serverKeys = serverKeys;
    }

    VendorKeys keys() {
        return keyFile == null ? fixedKeys : keyFile.keys();
    }

    String seal(String submissionId, Asking asking) throws IOException, InterruptedException {
        return seal(asking.apply(header(submissionId)), keysUsed());
    }

    /** Throws {@link IllegalArgumentException} if that request can never be made. */
    void check(String submissionId, Asking asking) {
        asking.apply(header(submissionId)).toJson();
    }

    private static String seal(Request request, KeysUsed use) {
        return SealedEnvelope.seal(request.toJson(), use.signing(), use.encryption(), Route.of(request).maxChars);
    }

    private Request.Header header(String submissionId) {
        Instant now = settings.clock().instant();
        return new Request.Header(
                vendor, server.audience(), now, now.plus(FarthingClient.MESSAGE_LIFETIME), submissionId);
    }

    /**
     * Asks until there is an answer, or patience ends.
     *
     * @param openBefore whether it was asked for before, and may be booked since
     * @param afterwards what is asked from then on when an attempt may have been booked without an answer: the same again,
     *     or an inquiry
     */
    Answer settle(String submissionId, boolean openBefore, Asking first, Asking afterwards)
            throws ClientFailure, InterruptedException {
        boolean mayBeBooked = openBefore;
        boolean sealedAnew = false;
        Asking asking = first;
        Route route = Route.of(first.apply(header(submissionId)));
        ClientFailure last = NotSent.unreachable("nothing was tried");
        for (int attempt = 1; ; attempt++) {
            Duration pause = settings.patience().pauseAfter(attempt);
            boolean sent = false;
            try {
                KeysUsed used = keysUsed();
                String message = seal(asking.apply(header(submissionId)), used);
                sent = true;
                HttpResponse<byte[]> response = wire.exchange(post(server, route.path, message), route.maxAnswerBytes);
                if (response.statusCode() == OK) {
                    return check(response, route, message, submissionId);
                }
                if (!sealedAnew && isNotAccepted(response) && haveFollowed(used)) {
                    // Nothing was booked, and a key was followed by another meanwhile: once is enough to catch up.
                    sealedAnew = true;
                    continue;
                }
                if (!Wire.isPassing(response)) {
                    Rejected rejected = Wire.rejection(response);
                    throw mayBeBooked ? route.unknown(submissionId, attempt, rejected) : rejected;
                }
                if (Wire.isNobodys(response)) {
                    last = NotSent.takenByNobody(response.statusCode());
                } else {
                    mayBeBooked = true;
                    asking = isDeferred(response) ? asking : afterwards;
                }
                Duration asked = Wire.retryAfter(response);
                pause = asked.compareTo(pause) > 0 ? asked : pause;
            } catch (IOException e) {
                // Cut off before, during or after the booking: nobody here can tell, unless nothing was sent.
                last = NotSent.unreachable(String.valueOf(e.getMessage()));
                if (sent && !Wire.isNotConnected(e)) {
                    mayBeBooked = true;
                    asking = afterwards;
                }
            }
            if (attempt >= settings.patience().maxAttempts()
                    || pause.compareTo(settings.patience().maxPause()) > 0) {
                throw mayBeBooked ? route.unknown(submissionId, attempt, null) : last;
            }
            settings.pause().pause(pause);
        }
    }

    /** Sends a sealed message once. */
    Answer send(String message, String submissionId) throws ClientFailure, InterruptedException {
        try {
            HttpResponse<byte[]> response = wire.exchange(post(server, Route.ONE.path, message));
            if (response.statusCode() == OK) {
                return check(response, Route.ONE, message, submissionId);
            }
            throw Wire.isPassing(response) ? new UnknownOutcome(submissionId, 1, null) : Wire.rejection(response);
        } catch (IOException e) {
            throw new UnknownOutcome(submissionId, 1, null);
        }
    }

    static HttpRequest post(Server server, String path, String jose) {
        return HttpRequest.newBuilder(server.at(path))
                .header("Content-Type", Wire.JOSE)
                .header("Accept", Wire.JOSE + ", application/problem+json, application/json")
                .POST(BodyPublishers.ofString(jose, StandardCharsets.US_ASCII))
                .build();
    }

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

    /** The server says that it has decided nothing for now: to inquire would close the door on the very same request. */
    private static boolean isDeferred(HttpResponse<byte[]> response) {
        return response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() == UNAVAILABLE;
    }

    private Answer check(HttpResponse<byte[]> response, Route route, String message, String submissionId)
            throws AnswerNotBound, IOException, InterruptedException {
        if (!Wire.isJose(response)) {
            throw new AnswerNotBound("it is not sealed");
        }
        Answer answer = open(new String(response.body(), StandardCharsets.US_ASCII), route);
        if (!answer.requestHash().equals(Sha256.base64Url(message.getBytes(StandardCharsets.US_ASCII)))) {
            throw new AnswerNotBound("it answers another message");
        }
        String answered = answer.submissionId();
        if (!submissionId.equals(answered)) {
            throw new AnswerNotBound("it answers another submission");
        }
        return answer;
    }

    private Answer open(String sealed, Route route) throws AnswerNotBound, IOException, InterruptedException {
        Expectation expected = new Expectation(vendor, settings.clock().instant(), route.maxChars);
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
}
