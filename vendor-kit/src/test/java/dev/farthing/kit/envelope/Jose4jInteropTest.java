package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.message.Submission;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the envelope is JOSE, not something that only the kit can read. Method: jose4j, on the JDK's own cryptography, opens
 * what the kit sealed and seals what the kit opens; every pair of families.
 */
class Jose4jInteropTest {
    static Stream<Peers> everyPair() {
        return TamperTest.everyPair();
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void jose4jOpensWhatTheKitSealed(Peers peers) throws Exception {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(permit("ECDH-ES"));
        jwe.setContentEncryptionAlgorithmConstraints(permit("A256GCM"));
        jwe.setCompactSerialization(peers.seal());
        jwe.setKey(
                PublicJsonWebKey.Factory.newPublicJwk(peers.serverKey().toJwk()).getPrivateKey());
        assertThat(jwe.getKeyIdHeaderValue()).isEqualTo(peers.serverKey().kid());

        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(permit("EdDSA", "ES256"));
        jws.setCompactSerialization(jwe.getPlaintextString());
        jws.setKey(PublicJsonWebKey.Factory.newPublicJwk(peers.vendorPublicKey().toJwk())
                .getPublicKey());

        assertThat(jws.verifySignature()).isTrue();
        assertThat(jws.getPayload()).isEqualTo(new String(Peers.submission().toJson(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void theKitOpensWhatJose4jSealed(Peers peers) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(
                peers.vendorKey().family().signatureAlgorithm().getName());
        jws.setHeader("typ", SealedEnvelope.SIGNED_TYPE);
        jws.setKeyIdHeaderValue(peers.vendorKey().kid());
        jws.setPayload(new String(Peers.submission().toJson(), StandardCharsets.UTF_8));
        jws.setKey(
                PublicJsonWebKey.Factory.newPublicJwk(peers.vendorKey().toJwk()).getPrivateKey());

        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmHeaderValue("ECDH-ES");
        jwe.setEncryptionMethodHeaderParameter("A256GCM");
        jwe.setHeader("typ", JweText.TYPE);
        jwe.setContentTypeHeaderValue(JweText.CONTENT_TYPE);
        jwe.setKeyIdHeaderValue(peers.serverKey().kid());
        jwe.setPlaintext(jws.getCompactSerialization());
        jwe.setKey(PublicJsonWebKey.Factory.newPublicJwk(
                        peers.serverKey().encryptionKey().toJwk())
                .getPublicKey());

        Opened opened = peers.open(jwe.getCompactSerialization());

        assertThat(Submission.fromClaims(opened.claims())).isEqualTo(Peers.submission());
    }

    private static AlgorithmConstraints permit(String... algorithms) {
        return new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, algorithms);
    }
}
