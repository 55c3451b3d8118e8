package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What the opening of one message has cost, so that a refusal costs the same wherever it happens: one key agreement, one
 * content decryption, one signature verification. All of a message's expensive operations run through here; what a refusal
 * skipped is made up with decoys, of the family that the message's header names where that can be told (a signature that
 * was never reached is taken to be of the family that the message is encrypted with).
 */
final class Workload {
    private int agreements;
    private int decryptions;
    private int verifications;
    private KeyFamily agreementFamily = KeyFamily.ED25519;
    private @Nullable KeyFamily signatureFamily;

    int agreements() {
        return agreements;
    }

    int decryptions() {
        return decryptions;
    }

    int verifications() {
        return verifications;
    }

    /** The family that the message seems to be of, and then the one that its own header names. */
    void agreementIsOf(KeyFamily family) {
        agreementFamily = family;
    }

    /** The family that the signature's own header names. */
    void signatureIsOf(KeyFamily family) {
        signatureFamily = family;
    }

    byte[] decrypt(DecryptionKey key, JweText jwe) throws EnvelopeRefused {
        agreements++;
        decryptions++;
        try {
            return key.decrypter().decrypt(jwe.header(), null, jwe.iv(), jwe.cipherText(), jwe.tag(), jwe.aad());
        } catch (JOSEException | RuntimeException e) {
            // Also what a library throws when it stumbles over hostile bytes: that is a refusal, not a fault.
            throw new EnvelopeRefused(Reason.DECRYPTION);
        }
    }

    boolean verify(VerificationKey key, JwsText jws) {
        verifications++;
        try {
            return key.verifier().verify(jws.header(), jws.signingInput(), jws.signature());
        } catch (JOSEException | RuntimeException e) {
            return false;
        }
    }

    /** Does what has not been done for an encrypted message. */
    void makeUpForMessage() {
        if (agreements == 0) {
            Decoy decoy = Decoy.of(agreementFamily);
            try {
                decrypt(decoy.decryptionKey(), decoy.jwe());
            } catch (EnvelopeRefused e) {
                throw new IllegalStateException("a decoy can be decrypted", e);
            }
        }
        makeUpForSignature();
    }

    /** Does what has not been done for a message that is only signed. */
    void makeUpForSignature() {
        if (verifications == 0) {
            Decoy decoy = Decoy.of(signatureFamily == null ? agreementFamily : signatureFamily);
            verify(decoy.verificationKey(), decoy.jws());
        }
    }
}
