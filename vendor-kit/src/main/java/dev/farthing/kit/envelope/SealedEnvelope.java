package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A message that one party signed and one other can read: a JWS inside a JWE, both compact (RFC 7515, RFC 7516). Every
 * payment arrives in one and is answered in one.
 *
 * <p>The outer header has exactly {@code alg} ECDH-ES, {@code enc} A256GCM, {@code typ} farthing-sealed+jwt, {@code cty} JWT,
 * {@code kid} and {@code epk}; the inner one {@code alg} EdDSA or ES256, {@code typ} farthing-message+jwt and {@code kid}.
 */
public final class SealedEnvelope {
    /** The longest {@code exp} minus {@code iat}. */
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    /** How far two machines' clocks may differ: added to {@code exp}, and allowed for an {@code iat} in the future. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(60);

    /** Characters of the longest compact message of one request, and of its answer. */
    public static final int MAX_MESSAGE_CHARS = 16384;

    /** Characters of the longest compact message of a bulk, and of its answer: the longest thousand purchases fit in. */
    public static final int MAX_BULK_CHARS = 36 * MAX_MESSAGE_CHARS;

    /** The inner header's {@code typ}. */
    static final String SIGNED_TYPE = "farthing-message+jwt";

    private SealedEnvelope() {}

    /**
     * Signs the claims and encrypts the result.
     *
     * @param claimsJson one JSON object with at least {@code iss}, {@code aud}, {@code iat} and {@code exp}; not looked into
     * @throws IllegalArgumentException if the message would be longer than {@link #MAX_MESSAGE_CHARS}
     */
    public static String seal(byte[] claimsJson, SigningKey signer, EncryptionKey recipient) {
        return seal(claimsJson, signer, recipient, MAX_MESSAGE_CHARS);
    }

    /**
     * As {@link #seal(byte[], SigningKey, EncryptionKey)}, of another length.
     *
     * @throws IllegalArgumentException if the message would be longer than that
     */
    public static String seal(byte[] claimsJson, SigningKey signer, EncryptionKey recipient, int maxChars) {
        String signed = CompactJws.sign(claimsJson, SIGNED_TYPE, signer);
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                .type(new JOSEObjectType(JweText.TYPE))
                .contentType(JweText.CONTENT_TYPE)
                .keyID(recipient.kid())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(signed.getBytes(StandardCharsets.US_ASCII)));
        try {
            jwe.encrypt(recipient.encrypter());
        } catch (JOSEException e) {
            throw new IllegalStateException("a prepared key can encrypt", e);
        }
        String message = jwe.serialize();
        if (message.length() > maxChars) {
            throw new IllegalArgumentException(
                    "The message would have " + message.length() + " chars: make it at most " + maxChars + ".");
        }
        return message;
    }

    /**
     * Opens a message: decrypts it, verifies it, and checks that it is meant for the reader and in time. Every refusal
     * has the same text and has cost the same one key agreement, one content decryption and one verification.
     *
     * @param own the reader's keys
     * @param senders the keys of everybody who may write, each with its owner
     * @throws EnvelopeRefused for every message that is not accepted; {@link Reason} lists why in order of precedence
     */
    public static Opened open(
            String message, KeyLookup<DecryptionKey> own, KeyLookup<VerificationKey> senders, Expectation expected)
            throws EnvelopeRefused {
        return open(message, own, senders, expected, new Workload());
    }

    static Opened open(
            String message,
            KeyLookup<DecryptionKey> own,
            KeyLookup<VerificationKey> senders,
            Expectation expected,
            Workload work)
            throws EnvelopeRefused {
        work.agreementIsOf(FamilyHint.of(message));
        try {
            JwsText signed = decrypt(message, expected.maxChars(), own, work);
            VerificationKey signer = signed.verify(senders, work);
            ObjectNode claims = claims(signed.payload());
            CommonClaims.of(claims).require(signer.owner(), expected);
            return new Opened(claims, signer.kid(), signer.family(), sha256(message));
        } catch (EnvelopeRefused refused) {
            work.makeUpForMessage();
            throw refused;
        }
    }

    private static JwsText decrypt(String message, int maxChars, KeyLookup<DecryptionKey> own, Workload work)
            throws EnvelopeRefused {
        JweText sealed = JweText.parse(message, maxChars, work);
        DecryptionKey key = own.find(sealed.kid());
        if (key == null) {
            throw new EnvelopeRefused(Reason.UNKNOWN_RECIPIENT_KEY);
        }
        if (!key.kid().equals(sealed.kid()) || key.family() != sealed.family()) {
            throw new EnvelopeRefused(Reason.ALGORITHM);
        }
        // Whatever is not ASCII becomes a character that the next line refuses.
        String inner = new String(work.decrypt(key, sealed), StandardCharsets.US_ASCII);
        return JwsText.parse(inner, SIGNED_TYPE, maxChars, work);
    }

    private static ObjectNode claims(byte[] payload) throws EnvelopeRefused {
        try {
            return StrictJson.object(payload);
        } catch (MalformedJson e) {
            throw new EnvelopeRefused(Reason.CLAIMS);
        }
    }

    private static byte[] sha256(String message) {
        return Sha256.of(message.getBytes(StandardCharsets.US_ASCII));
    }
}
