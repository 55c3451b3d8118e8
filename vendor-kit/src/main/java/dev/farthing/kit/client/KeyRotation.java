package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.proof.KeyChallenge;
import dev.farthing.kit.proof.KeyOffer;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Lets a vendor's key be followed by a new one: the new private key is on disk, it is offered, it is activated, the file says
 * so. Every step may be done twice, so whoever was interrupted begins again and goes on where it stopped.
 */
final class KeyRotation {
    /** How long an earlier decryption key opens answers: many times longer than any answer is under way. */
    static final Duration EARLIER_KEPT = Duration.ofHours(1);

    private static final String KEYS_PATH = "/api/v1/vendor/keys";
    private static final int PROOF_ID_BYTES = 16;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** Whose keys, and at which server. */
    record Parties(Server server, String vendor) {}

    private final Server server;
    private final String vendor;
    private final KeyFile file;
    private final ClientSettings settings;
    private final Wire wire;
    private final ServerKeys serverKeys;

    KeyRotation(Parties parties, KeyFile file, ClientSettings settings, Wire wire, ServerKeys serverKeys) {
        this.server = parties.server();
        this.vendor = parties.vendor();
        this.file = file;
        this.settings = settings;
        this.wire = wire;
        this.serverKeys = serverKeys;
    }

    String rotateSigning(KeyFamily family) throws ClientFailure, IOException, InterruptedException {
        return file.alone(() -> followSigning(file.reread().forgetting(now()), family));
    }

    String rotateDecryption(KeyFamily family) throws ClientFailure, IOException, InterruptedException {
        return file.alone(() -> {
            VendorKeys keys = file.reread().forgetting(now());
            if (keys.nextSigning() != null) {
                // The offer must be signed by the key in use, and which one that is is not known before this is done.
                followSigning(keys, keys.nextSigning().family());
                keys = file.keys();
            }
            return followDecryption(keys, family);
        });
    }

    private String followSigning(VendorKeys keys, KeyFamily family)
            throws ClientFailure, IOException, InterruptedException {
        @Nullable SigningKey begun = keys.nextSigning();
        SigningKey next = begun != null ? begun : newSigning(keys, family);
        SigningKey prover = keys.signing();
        ObjectNode offered;
        try {
            offered = offer(sign(next), prover);
        } catch (Rejected e) {
            if (begun != null && e.status() == UNAUTHORIZED) {
                // The new key was activated so long ago that the old one is not accepted any more.
                prover = next;
            } else if (begun != null && e.status() == FORBIDDEN) {
                // What was begun was ended by somebody else.
                next = newSigning(keys, family);
            } else {
                throw e;
            }
            offered = offer(sign(next), prover);
        }
        requireSameKey(offered, next.kid());
        if (isPending(offered)) {
            activate(next.kid(), StrictJson.newObject(), prover);
        }
        file.store(file.keys().signingFollowed());
        return next.kid();
    }

    private SigningKey newSigning(VendorKeys keys, KeyFamily family) throws IOException {
        SigningKey next = SigningKey.generate(family, settings.random());
        file.store(keys.withNext(next));
        return next;
    }

    private String followDecryption(VendorKeys keys, KeyFamily family)
            throws ClientFailure, IOException, InterruptedException {
        @Nullable DecryptionKey begun = keys.nextDecryption();
        DecryptionKey next = begun != null ? begun : newDecryption(keys, family);
        ObjectNode offered;
        try {
            offered = offer(sign(next, keys.signing()), keys.signing());
        } catch (Rejected e) {
            if (begun == null || e.status() != FORBIDDEN) {
                throw e;
            }
            // What was begun was ended by somebody else.
            next = newDecryption(keys, family);
            offered = offer(sign(next, keys.signing()), keys.signing());
        }
        requireSameKey(offered, next.kid());
        if (isPending(offered)) {
            String nonce = open(offered.path("challenge").asText(), next);
            activate(next.kid(), StrictJson.newObject().put("nonce", nonce), keys.signing());
        }
        file.store(file.keys().decryptionFollowed(now().plus(EARLIER_KEPT)));
        return next.kid();
    }

    private DecryptionKey newDecryption(VendorKeys keys, KeyFamily family) throws IOException {
        DecryptionKey next = DecryptionKey.generate(family, settings.random());
        file.store(keys.withNext(next));
        return next;
    }

    private Signing sign(SigningKey next) {
        return () -> KeyOffer.sign(vendor, next, server.audience(), now());
    }

    private Signing sign(DecryptionKey next, SigningKey current) {
        return () -> KeyOffer.sign(vendor, next.encryptionKey(), current, server.audience(), now());
    }

    private ObjectNode offer(Signing offer, SigningKey prover) throws ClientFailure, IOException, InterruptedException {
        return post(KEYS_PATH, Wire.JOSE, offer, prover);
    }

    private void activate(String kid, ObjectNode body, SigningKey prover)
            throws ClientFailure, IOException, InterruptedException {
        String path = KEYS_PATH + "/" + kid + "/activation";
        ObjectNode key = post(path, "application/json", () -> StrictJson.text(body), prover);
        requireSameKey(key, kid);
        if (!"ACTIVE".equals(key.path("state").asText())) {
            throw new AnswerNotBound("it does not say that key " + kid + " is active");
        }
    }

    private static boolean isPending(ObjectNode key) {
        return "PENDING".equals(key.path("state").asText());
    }

    private static void requireSameKey(ObjectNode answer, String kid) throws AnswerNotBound {
        if (!kid.equals(answer.path("kid").asText())) {
            throw new AnswerNotBound("it speaks of another key");
        }
    }

    /** The nonce that the server has sealed to the new key, and nobody but the server. */
    private String open(String challenge, DecryptionKey next) throws AnswerNotBound, IOException, InterruptedException {
        try {
            Opened opened = SealedEnvelope.open(
                    challenge,
                    kid -> kid.equals(next.kid()) ? next : null,
                    this::keyOfServer,
                    new Expectation(vendor, now()));
            return KeyChallenge.fromClaims(opened.claims())
                    .filter(asked -> asked.kid().equals(next.kid()))
                    .orElseThrow(() -> new AnswerNotBound("it holds no challenge to the new key"))
                    .nonce();
        } catch (EnvelopeRefused e) {
            throw new AnswerNotBound("its challenge is not from the server to the new key (" + e.reason() + ")");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException();
            }
            throw e.getCause();
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

    /** Signs a body anew for each attempt, since an offer grows old. */
    private interface Signing {
        String body();
    }

    /** Sends until it is answered: each step may be done twice. */
    private ObjectNode post(String path, String type, Signing body, SigningKey prover)
            throws ClientFailure, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Duration pause = settings.patience().pauseAfter(attempt);
            IOException failure;
            try {
                HttpResponse<byte[]> response = wire.exchange(request(path, type, body.body(), prover));
                if (response.statusCode() == OK || response.statusCode() == CREATED) {
                    return StrictJson.object(response.body());
                }
                if (!Wire.isPassing(response)) {
                    throw Wire.rejection(response);
                }
                Duration asked = Wire.retryAfter(response);
                pause = asked.compareTo(pause) > 0 ? asked : pause;
                failure = new IOException("the server answered " + response.statusCode());
            } catch (MalformedJson e) {
                throw new AnswerNotBound("it is " + e.getMessage());
            } catch (IOException e) {
                failure = e;
            }
            requirePatience(attempt, pause, failure);
            settings.pause().pause(pause);
        }
    }

    private void requirePatience(int attempt, Duration pause, IOException last) throws IOException {
        if (attempt >= settings.patience().maxAttempts()
                || pause.compareTo(settings.patience().maxPause()) > 0) {
            throw new IOException("The rotation stopped half-way; begin it again, it goes on where it stopped.", last);
        }
    }

    private HttpRequest request(String path, String type, String body, SigningKey prover) {
        URI uri = server.at(path);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] id = new byte[PROOF_ID_BYTES];
        settings.random().nextBytes(id);
        String proof = RequestProof.sign(
                prover,
                new ProvenRequest(server.audience(), "POST", uri.toString(), null, bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                now());
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .header(RequestProof.HEADER, proof)
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
