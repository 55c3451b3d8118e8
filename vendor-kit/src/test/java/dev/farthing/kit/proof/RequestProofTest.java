package dev.farthing.kit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a proof is good for one request, by one party, for a minute. Method: one difference at a time. */
class RequestProofTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String URI = "https://bank.example/api/v1/vendor/balances";
    private static final ProvenRequest REQUEST = request("GET", URI, "at=2026-02-28", "");

    @ParameterizedTest
    @EnumSource
    void acceptsTheVeryRequest(KeyFamily family) throws Exception {
        SigningKey key = key(family);
        String proof = RequestProof.sign(key, REQUEST, "proof-1", NOW);
        assertThat(RequestProof.verify(proof, knows(key), REQUEST, NOW.plusSeconds(60)))
                .isEqualTo(new Proof(key.kid(), "kiosk", "proof-1", NOW));
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnyOtherRequest(KeyFamily family) {
        SigningKey key = key(family);
        String proof = RequestProof.sign(key, REQUEST, "proof-1", NOW);
        refuses(proof, key, request("POST", URI, "at=2026-02-28", ""), NOW);
        refuses(proof, key, request("GET", URI + "/", "at=2026-02-28", ""), NOW);
        refuses(proof, key, request("GET", URI.replace("https", "http"), "at=2026-02-28", ""), NOW);
        refuses(proof, key, request("GET", URI.replace("bank", "bank2"), "at=2026-02-28", ""), NOW);
        refuses(proof, key, request("GET", URI, "at=2026-02-27", ""), NOW);
        refuses(proof, key, request("GET", URI, null, ""), NOW);
        refuses(proof, key, request("GET", URI, "", ""), NOW);
        refuses(proof, key, request("GET", URI, "at=2026-02-28", "{}"), NOW);
        refuses(proof, key, new ProvenRequest("another-bank", "GET", URI, "at=2026-02-28", new byte[0]), NOW);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnyOtherTimeAndKey(KeyFamily family) {
        SigningKey key = key(family);
        String proof = RequestProof.sign(key, REQUEST, "proof-1", NOW);
        refuses(proof, key, REQUEST, NOW.plusSeconds(61));
        refuses(proof, key, REQUEST, NOW.minusSeconds(61));
        refuses(proof, key(family), REQUEST, NOW);
        refuses(withAnotherSignature(proof), key, REQUEST, NOW);
        refuses(proof + "=", key, REQUEST, NOW);
        refuses("", key, REQUEST, NOW);
        refuses("A".repeat(RequestProof.MAX_CHARS + 1), key, REQUEST, NOW);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasSignedForAnotherPurposeOrHoldsOtherClaims(KeyFamily family) {
        SigningKey key = key(family);
        byte[] claims = ("{\"aud\":\"bank\",\"htm\":\"GET\",\"htu\":\"" + URI
                        + "\",\"bod\":\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"," + "\"jti\":\"p\",\"iat\":"
                        + NOW.getEpochSecond() + "}")
                .getBytes(StandardCharsets.UTF_8);
        ProvenRequest plain = request("GET", URI, null, "");
        refuses(CompactJws.sign(claims, "farthing-message+jwt", key), key, plain, NOW);
        assertThat(CompactJws.sign(claims, "farthing-proof+jwt", key))
                .satisfies(good -> RequestProof.verify(good, knows(key), plain, NOW));
        for (String[] change : new String[][] {
            {"\"iat\":", "\"nbf\":1,\"iat\":"},
            {"\"iat\":", "\"iat\":1,\"iat\":"},
            {"\"iat\":", "\"iat\":\"x\",\"i\":"},
            {"\"jti\":\"p\"", "\"jti\":\"\""},
            {"\"jti\":\"p\"", "\"jti\":1"},
            {"\"htm\":\"GET\"", "\"htm\":\"get\""},
            {"\"aud\":\"bank\",", ""},
            {"\"aud\":\"bank\"", "\"aud\":[\"bank\"]"},
            {"\"jti\":\"p\",", ""},
        }) {
            String changed = new String(claims, StandardCharsets.UTF_8).replace(change[0], change[1]);
            refuses(
                    CompactJws.sign(changed.getBytes(StandardCharsets.UTF_8), "farthing-proof+jwt", key),
                    key,
                    plain,
                    NOW);
        }
    }

    @Test
    void takesTheQueryApartFromTheAddress() {
        assertThatThrownBy(() -> request("GET", URI + "?at=1", null, "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void refuses(String proof, SigningKey key, ProvenRequest request, Instant now) {
        assertThatThrownBy(() -> RequestProof.verify(proof, knows(key), request, now))
                .isInstanceOf(ProofRefused.class)
                .hasMessage(ProofRefused.MESSAGE)
                .hasNoCause();
    }

    private static String withAnotherSignature(String proof) {
        int middle = proof.length() - 40;
        char other = proof.charAt(middle) == 'A' ? 'B' : 'A';
        return proof.substring(0, middle) + other + proof.substring(middle + 1);
    }

    private static ProvenRequest request(String method, String uri, @Nullable String query, String body) {
        return new ProvenRequest("bank", method, uri, query, body.getBytes(StandardCharsets.UTF_8));
    }

    private static SigningKey key(KeyFamily family) {
        return SigningKey.generate(family, new SecureRandom());
    }

    private static KeyLookup<VerificationKey> knows(SigningKey key) {
        VerificationKey verification = key.verificationKey("kiosk");
        return kid -> kid.equals(verification.kid()) ? verification : null;
    }
}
