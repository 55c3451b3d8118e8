package dev.farthing.keys;

import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Opens what vendors send and seals what they get, with the keys of the {@link KeyRing}. */
@ApplicationScoped
public class Sealer {
    @Inject
    private KeyRing keys;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.server-id", defaultValue = "farthing")
    private String serverId;

    /** What vendors name as {@code aud}, and find as {@code iss} in answers. */
    public String serverId() {
        return serverId;
    }

    /**
     * Opens a vendor's message: authentic, for this server and in time, or refused, with one text for every reason.
     *
     * @throws EnvelopeRefused whatever is wrong with it
     */
    public Opened open(String message) throws EnvelopeRefused {
        return open(message, SealedEnvelope.MAX_MESSAGE_CHARS);
    }

    /**
     * As {@link #open(String)}, a message of another length.
     *
     * @throws EnvelopeRefused whatever is wrong with it
     */
    public Opened open(String message, int maxChars) throws EnvelopeRefused {
        return SealedEnvelope.open(
                message, keys::ownDecryptionKey, this::senderKey, new Expectation(serverId, clock.instant(), maxChars));
    }

    /** Of a vendor that could not be answered, whose encryption key is revoked, nothing is taken that would be booked. */
    private @Nullable VerificationKey senderKey(String kid) {
        @Nullable VerificationKey key = keys.vendorVerificationKey(kid);
        return key != null && keys.vendorEncryptionKey(key.owner()) != null ? key : null;
    }

    /** Seals claims to a key that is not in use yet, signed in that family. */
    String sealTo(byte[] claims, EncryptionKey recipient, KeyFamily family) {
        return SealedEnvelope.seal(claims, keys.ownSigningKey(family), recipient);
    }

    /**
     * Seals an answer for a vendor, signed in the family of the vendor's request.
     *
     * @throws IllegalStateException if the vendor has no active encryption key
     */
    public String seal(byte[] claims, String vendor, KeyFamily family) {
        return seal(claims, vendor, family, SealedEnvelope.MAX_MESSAGE_CHARS);
    }

    /**
     * As {@link #seal(byte[], String, KeyFamily)}, a message of another length.
     *
     * @throws IllegalStateException if the vendor has no active encryption key
     */
    public String seal(byte[] claims, String vendor, KeyFamily family, int maxChars) {
        EncryptionKey recipient = keys.vendorEncryptionKey(vendor);
        if (recipient == null) {
            throw new IllegalStateException("Vendor " + vendor + " has no active encryption key");
        }
        return SealedEnvelope.seal(claims, keys.ownSigningKey(family), recipient, maxChars);
    }
}
