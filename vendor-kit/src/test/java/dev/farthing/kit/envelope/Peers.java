package dev.farthing.kit.envelope;

import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A vendor and a server with fresh keys, and a submission from the one to the other. */
record Peers(SigningKey vendorKey, VerificationKey vendorPublicKey, DecryptionKey serverKey) {
    static final String VENDOR = "kiosk";
    static final String SERVER = "farthing";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    Peers(SigningKey vendorKey, DecryptionKey serverKey) {
        this(vendorKey, vendorKey.verificationKey(VENDOR), serverKey);
    }

    static Peers of(KeyFamily signing, KeyFamily encryption) {
        return new Peers(SigningKey.generate(signing, RANDOM), DecryptionKey.generate(encryption, RANDOM));
    }

    static Submission submission() {
        return new Submission(
                new Request.Header(VENDOR, SERVER, NOW, NOW.plusSeconds(120), "sub-1"),
                "customer-7",
                "article-9",
                2,
                new PriceGuard(250_000, "USD"));
    }

    String seal() {
        return seal(submission().toJson());
    }

    String seal(byte[] claims) {
        return SealedEnvelope.seal(claims, vendorKey, serverKey.encryptionKey());
    }

    Opened open(String message) throws EnvelopeRefused {
        return open(message, new Workload());
    }

    Opened open(String message, Workload work) throws EnvelopeRefused {
        return SealedEnvelope.open(message, this::own, this::sender, new Expectation(SERVER, NOW), work);
    }

    @Nullable DecryptionKey own(String kid) {
        return kid.equals(serverKey.kid()) ? serverKey : null;
    }

    @Nullable VerificationKey sender(String kid) {
        return kid.equals(vendorKey.kid()) ? vendorPublicKey : null;
    }
}
