package dev.farthing.kit.envelope;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;

/**
 * Keys of nobody and a message from nobody to nobody, one set a family, made when the class is loaded: what a refusal works
 * on when its own message gave nothing to work on.
 */
record Decoy(DecryptionKey decryptionKey, JweText jwe, VerificationKey verificationKey, JwsText jws) {
    private static final String TYPE = "farthing-decoy+jwt";
    private static final int MAX_CHARS = 4096;
    private static final Map<KeyFamily, Decoy> DECOYS = make();

    static Decoy of(KeyFamily family) {
        Decoy decoy = DECOYS.get(family);
        if (decoy == null) {
            throw new IllegalStateException("there is a decoy for every family");
        }
        return decoy;
    }

    private static Map<KeyFamily, Decoy> make() {
        SecureRandom random = new SecureRandom();
        // About as long as the claims of a payment.
        byte[] claims = "x".repeat(300).getBytes(StandardCharsets.US_ASCII);
        Map<KeyFamily, Decoy> decoys = new EnumMap<>(KeyFamily.class);
        for (KeyFamily family : KeyFamily.values()) {
            SigningKey signer = SigningKey.generate(family, random);
            DecryptionKey reader = DecryptionKey.generate(family, random);
            try {
                decoys.put(
                        family,
                        new Decoy(
                                reader,
                                JweText.parse(
                                        SealedEnvelope.seal(claims, signer, reader.encryptionKey()),
                                        MAX_CHARS,
                                        new Workload()),
                                signer.verificationKey("nobody"),
                                JwsText.parse(CompactJws.sign(claims, TYPE, signer), TYPE, MAX_CHARS, new Workload())));
            } catch (EnvelopeRefused e) {
                throw new IllegalStateException("what the kit writes, it can read", e);
            }
        }
        return decoys;
    }
}
