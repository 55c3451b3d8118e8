package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever follows "By hand" in docs/reference/messages.md arrives at a message that a server opens. Method: its steps
 * are done here with nothing but the Java platform, its values are compared one by one, and the kit opens the result.
 */
class ByHandTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "messages.md");
    private static final String FENCE = "```";

    @Test
    void arrivesAtEveryValueOfThePage() throws Exception {
        Map<String, String> page = values();
        Map<String, String> steps = steps(page);
        assertThat(steps).isNotEmpty();
        steps.forEach((name, value) -> assertThat(page).as(name).containsEntry(name, value));
    }

    @Test
    void isOpenedByAServer() throws Exception {
        Map<String, String> page = values();
        DecryptionKey server = DecryptionKey.fromJwk("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\""
                + page.get("server_x") + "\",\"d\":\"" + page.get("server_d") + "\"}");
        VerificationKey vendor = VerificationKey.fromJwk(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + page.get("vendor_x") + "\"}", "kiosk");
        Opened opened = SealedEnvelope.open(
                page.getOrDefault("message", ""),
                kid -> kid.equals(server.kid()) ? server : null,
                kid -> kid.equals(vendor.kid()) ? vendor : null,
                new Expectation("farthing", Instant.ofEpochSecond(1_772_366_400)));
        assertThat(StrictJson.text(opened.claims())).isEqualTo(page.get("claims"));
        assertThat(Request.fromClaims(opened.claims())).isInstanceOf(Submission.class);
        assertThat(Sha256.base64Url(page.getOrDefault("message", "").getBytes(StandardCharsets.US_ASCII)))
                .as("what the answer's req will be")
                .isEqualTo(page.get("req"));
    }

    /** What follows from the keys, the claims and the page's choice of ephemeral key and initialisation vector. */
    static Map<String, String> steps(Map<String, String> given) throws GeneralSecurityException {
        Map<String, String> steps = new LinkedHashMap<>();
        String vendorKid = sha256("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + given.get("vendor_x") + "\"}");
        String serverKid = sha256("{\"crv\":\"X25519\",\"kty\":\"OKP\",\"x\":\"" + given.get("server_x") + "\"}");
        steps.put("vendor_kid", vendorKid);
        steps.put("server_kid", serverKid);

        String header = "{\"alg\":\"EdDSA\",\"typ\":\"farthing-message+jwt\",\"kid\":\"" + vendorKid + "\"}";
        String signed = text(header) + "." + text(given.getOrDefault("claims", ""));
        String signature = encode(sign(given.getOrDefault("vendor_d", ""), signed));
        steps.put("jws_header", header);
        steps.put("jws_input", signed);
        steps.put("signature", signature);
        String jws = signed + "." + signature;

        String sealing =
                "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"typ\":\"farthing-sealed+jwt\",\"cty\":\"JWT\",\"kid\":\""
                        + serverKid + "\",\"epk\":{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\""
                        + given.get("ephemeral_x") + "\"}}";
        byte[] shared = agree(given.getOrDefault("ephemeral_d", ""), given.getOrDefault("server_x", ""));
        byte[] key = derive(shared);
        steps.put("jwe_header", sealing);
        steps.put("shared_secret", encode(shared));
        steps.put("content_key", encode(key));

        byte[] iv = decode(given.getOrDefault("iv", ""));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(text(sealing).getBytes(StandardCharsets.US_ASCII));
        byte[] sealed = cipher.doFinal(jws.getBytes(StandardCharsets.US_ASCII));
        String tag = encode(Arrays.copyOfRange(sealed, sealed.length - 16, sealed.length));
        steps.put("tag", tag);
        String message =
                text(sealing) + ".." + encode(iv) + "." + encode(Arrays.copyOf(sealed, sealed.length - 16)) + "." + tag;
        steps.put("message", message);
        steps.put("req", sha256(message));
        return steps;
    }

    private static byte[] sign(String d, String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, decode(d))));
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    private static byte[] agree(String d, String x) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, decode(d))));
        byte[] littleEndian = decode(x);
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
        }
        agreement.doPhase(
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                true);
        return agreement.generateSecret();
    }

    /** Concat KDF (RFC 7518 §4.6.2) of one round: apu and apv are empty. */
    private static byte[] derive(byte[] shared) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[] {0, 0, 0, 1});
        digest.update(shared);
        digest.update(new byte[] {0, 0, 0, 7});
        digest.update("A256GCM".getBytes(StandardCharsets.US_ASCII));
        digest.update(new byte[] {0, 0, 0, 0, 0, 0, 0, 0});
        digest.update(new byte[] {0, 0, 1, 0});
        return digest.digest();
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return encode(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** The lines {@code name = value} of the page's fenced blocks. */
    private static Map<String, String> values() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        boolean fenced = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith(FENCE)) {
                fenced = line.equals(FENCE + "by-hand");
            } else if (fenced) {
                int equals = line.indexOf(" = ");
                values.put(line.substring(0, equals).strip(), line.substring(equals + 3));
            }
        }
        return values;
    }
}
