package dev.farthing.kit.envelope;

import static dev.farthing.kit.envelope.RawSealer.AS_IT_IS;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Every way of being wrong that somebody wrote down, each but for its one fault a perfect message. */
final class TamperTable {
    /** One wrong message, and the check that must have refused it. */
    record Row(String name, Reason reason, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<String> FORBIDDEN = List.of(
            "\"zip\":\"DEF\"",
            "\"crit\":[\"exp\"]",
            "\"crit\":[]",
            "\"jku\":\"https://example.com/keys\"",
            "\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
            "\"x5u\":\"https://example.com/certificate\"",
            "\"x5c\":[\"MIIB\"]",
            "\"x5t\":\"dGh1bWI\"",
            "\"x5t#S256\":\"dGh1bWI\"",
            "\"b64\":false",
            "\"apu\":\"QWxpY2U\"",
            "\"apv\":\"Qm9i\"",
            "\"p2c\":1000000000",
            "\"p2s\":\"c2FsdA\"",
            "\"iv\":\"AAAAAAAAAAAAAAAA\"",
            "\"tag\":\"AAAAAAAAAAAAAAAAAAAAAA\"",
            "\"nonce\":\"n\"",
            "\"url\":\"https://example.com\"",
            "\"iss\":\"kiosk\"",
            "\"x-anything\":1");

    private final Peers peers;
    private final RawSealer sealer;
    private final List<Row> rows = new ArrayList<>();

    TamperTable(Peers peers) {
        this.peers = peers;
        this.sealer = new RawSealer(peers);
    }

    List<Row> rows() {
        forms();
        outerHeaders();
        outerKeys();
        innerHeaders();
        innerKeys();
        rows.addAll(new TamperedClaims(sealer).rows());
        return List.copyOf(rows);
    }

    private void forms() {
        String good = sealer.encrypt(sealer.signed(), AS_IT_IS);
        String[] parts = good.split("\\.", 6);
        row("nothing at all", Reason.NOT_COMPACT, "");
        row("four dots only", Reason.HEADER, "....");
        row("longer than allowed", Reason.TOO_LONG, good + "A".repeat(SealedEnvelope.MAX_MESSAGE_CHARS));
        byte[] long_ = Peers.submission().toJson();
        byte[] padded = Arrays.copyOf(long_, 13_000);
        Arrays.fill(padded, long_.length, padded.length, (byte) ' ');
        row(
                "well made but too long",
                Reason.TOO_LONG,
                sealer.encrypt(sealer.sign(sealer.innerHeader(), padded), AS_IT_IS));
        row(
                "flattened JSON serialisation",
                Reason.NOT_COMPACT,
                "{\"protected\":\"" + parts[0] + "\",\"iv\":\"" + parts[2] + "\",\"ciphertext\":\"" + parts[3]
                        + "\",\"tag\":\"" + parts[4] + "\"}");
        row(
                "general JSON serialisation",
                Reason.NOT_COMPACT,
                "{\"protected\":\"" + parts[0] + "\",\"recipients\":[{}],\"iv\":\"" + parts[2] + "\",\"ciphertext\":\""
                        + parts[3] + "\",\"tag\":\"" + parts[4] + "\"}");
        row("a sixth part", Reason.NOT_COMPACT, good + ".AAAA");
        row("a dot at the end", Reason.NOT_COMPACT, good + ".");
        row("four parts", Reason.NOT_COMPACT, good.substring(0, good.lastIndexOf('.')));
        row("padding", Reason.NOT_COMPACT, good + "==");
        row("a line end", Reason.NOT_COMPACT, good + "\n");
        row("a blank in front", Reason.NOT_COMPACT, " " + good);
        row("a character beyond ASCII", Reason.NOT_COMPACT, good.replaceFirst("\\.\\.", ".\u00e9."));
        row(
                "the tag spelled otherwise",
                Reason.NOT_COMPACT,
                good.substring(0, good.length() - 1) + otherSpelling(good));
        row("an encrypted key", Reason.NOT_COMPACT, good.replaceFirst("\\.\\.", ".AAAA."));
        row("an IV of 16 bytes", Reason.NOT_COMPACT, good.replace("." + parts[2] + ".", ".AAAAAAAAAAAAAAAAAAAAAA."));
        row("a tag of 12 bytes", Reason.NOT_COMPACT, good.substring(0, good.lastIndexOf('.') + 17));
        row("no cipher text", Reason.DECRYPTION, parts[0] + ".." + parts[2] + ".." + parts[4]);
        row("signed but not encrypted", Reason.NOT_COMPACT, sealer.signed());
    }

    private void outerHeaders() {
        FORBIDDEN.forEach(member -> outer("with " + member, Reason.HEADER, add(member)));
        for (String member : List.of("alg", "enc", "typ", "cty", "kid")) {
            outer("without " + member, Reason.HEADER, h -> h.replaceFirst("\"" + member + "\":\"[^\"]*\",", ""));
            outer(
                    "with " + member + " twice",
                    Reason.HEADER,
                    h -> h.replaceFirst("(\"" + member + "\":\"[^\"]*\",)", "$1$1"));
            outer(
                    "with " + member + " a number",
                    Reason.HEADER,
                    h -> h.replaceFirst("\"" + member + "\":\"[^\"]*\"", "\"" + member + "\":1"));
            outer(
                    "with " + member + " null",
                    Reason.HEADER,
                    h -> h.replaceFirst("\"" + member + "\":\"[^\"]*\"", "\"" + member + "\":null"));
        }
        outer("without epk", Reason.HEADER, h -> h.replaceFirst(",\"epk\":\\{[^}]*}", ""));
        outer("with epk an array", Reason.HEADER, h -> h.replaceFirst("\"epk\":(\\{[^}]*})", "\"epk\":[$1]"));
        for (String alg : List.of(
                "ECDH-ES+A256KW",
                "ECDH-ES+A128KW",
                "dir",
                "RSA-OAEP-256",
                "A256KW",
                "PBES2-HS256+A128KW",
                "none",
                "ecdh-es")) {
            outer("with alg " + alg, Reason.HEADER, h -> h.replace("\"ECDH-ES\"", "\"" + alg + "\""));
        }
        for (String enc : List.of("A128GCM", "A256CBC-HS512", "XC20P", "none")) {
            outer("with enc " + enc, Reason.HEADER, h -> h.replace("A256GCM", enc));
        }
        outer("with another typ", Reason.HEADER, h -> h.replace(JweText.TYPE, "JWT"));
        outer("with another cty", Reason.HEADER, h -> h.replace("\"cty\":\"JWT\"", "\"cty\":\"jwt\""));
        outer("with text after it", Reason.HEADER, h -> h + " {}");
        outer("with a comment", Reason.HEADER, h -> "/**/" + h);
        outer("an array", Reason.HEADER, h -> "[" + h + "]");
        outer("not JSON", Reason.HEADER, h -> h.substring(1));
        outer("behind a byte order mark", Reason.HEADER, h -> "\ufeff" + h);
        row(
                "outer header in UTF-16",
                Reason.HEADER,
                RawSealer.encryptBytes("{\"alg\":\"ECDH-ES\"}".getBytes(StandardCharsets.UTF_16BE), new byte[32], "x"));
    }

    private void outerKeys() {
        boolean x25519 = peers.serverKey().family() == KeyFamily.ED25519;
        KeyFamily otherFamily = x25519 ? KeyFamily.P256 : KeyFamily.ED25519;
        DecryptionKey stranger = DecryptionKey.generate(peers.serverKey().family(), new SecureRandom());
        DecryptionKey otherCurve = DecryptionKey.generate(otherFamily, new SecureRandom());
        String inner = sealer.signed();
        String kid = peers.serverKey().kid();
        row("sealed to another key", Reason.DECRYPTION, sealer.encrypt(inner, AS_IT_IS, stranger.encryptionKey()));
        row(
                "sealed to a key of the other family",
                Reason.ALGORITHM,
                sealer.encrypt(inner, AS_IT_IS, otherCurve.encryptionKey()));
        outer("with an unknown kid", Reason.UNKNOWN_RECIPIENT_KEY, h -> h.replace(kid, stranger.kid()));
        outer("with an endless kid", Reason.HEADER, h -> h.replace(kid, "A".repeat(65)));
        outer("with a kid like a path", Reason.HEADER, h -> h.replace(kid, "../../" + kid));
        outer("with an empty kid", Reason.HEADER, h -> h.replace(kid, ""));
        outer("with a private epk", Reason.HEADER, h -> h.replace("\"crv\":", "\"d\":\"AA\",\"crv\":"));
        outer("with an epk's x twice", Reason.HEADER, h -> h.replaceFirst("(\"x\":\"[^\"]*\")", "$1,$1"));
        outer("with an epk without x", Reason.HEADER, h -> h.replaceFirst(",\"x\":\"[^\"]*\"", ""));
        outer(
                "with an epk of 31 bytes",
                Reason.EPHEMERAL_KEY,
                h -> h.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"" + "A".repeat(42) + "\""));
        outer(
                "with an epk on a curve we do not know",
                Reason.HEADER,
                h -> h.replaceFirst("\"crv\":\"[^\"]*\"", "\"crv\":\"P-384\""));
        outer(
                "with an epk of the wrong kty",
                Reason.HEADER,
                h -> h.replaceFirst("\"kty\":\"[^\"]*\"", "\"kty\":\"oct\""));
        if (x25519) {
            lowOrderPoints(inner);
        } else {
            outer(
                    "with an epk off the curve",
                    Reason.EPHEMERAL_KEY,
                    h -> h.replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"" + "A".repeat(43) + "\""));
            outer(
                    "with an epk 0, 0",
                    Reason.EPHEMERAL_KEY,
                    h -> h.replaceAll("\"([xy])\":\"[^\"]*\"", "\"$1\":\"" + "A".repeat(43) + "\""));
        }
        row("a sealed message inside a sealed message", Reason.NOT_COMPACT, sealer.encrypt(peers.seal(), AS_IT_IS));
    }

    /** All of them (RFC 7748 §6.1): under each the secret is zero, so that anybody can encrypt correctly. */
    private void lowOrderPoints(String inner) {
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger orderEight =
                new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504");
        BigInteger orderEightToo =
                new BigInteger("39382357235489614581723060781553021112529911719440698176882885853963445705823");
        for (BigInteger u : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                p.subtract(BigInteger.ONE),
                p,
                p.add(BigInteger.ONE),
                orderEight,
                orderEightToo)) {
            byte[] bytes = new byte[32];
            for (int i = 0; i < 32; i++) {
                bytes[i] = u.shiftRight(8 * i).byteValue();
            }
            String header = "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"typ\":\"" + JweText.TYPE
                    + "\",\"cty\":\"JWT\",\"kid\":\""
                    + peers.serverKey().kid() + "\",\"epk\":{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\""
                    + Base64Url.encode(bytes)
                    + "\"}}";
            row("an epk of low order, " + u, Reason.DECRYPTION, RawSealer.encrypt(header, new byte[32], inner));
        }
    }

    private void innerHeaders() {
        FORBIDDEN.forEach(member -> inner("with " + member, Reason.HEADER, add(member)));
        for (String member : List.of("alg", "typ", "kid")) {
            inner("without " + member, Reason.HEADER, h -> h.replaceFirst("\"" + member + "\":\"[^\"]*\",?", "")
                    .replace(",}", "}"));
            inner(
                    "with " + member + " twice",
                    Reason.HEADER,
                    h -> h.replaceFirst("\"" + member + "\":\"[^\"]*\"", "$0,$0"));
            inner(
                    "with " + member + " a number",
                    Reason.HEADER,
                    h -> h.replaceFirst("\"" + member + "\":\"[^\"]*\"", "\"" + member + "\":1"));
        }
        inner("with cty JWT", Reason.HEADER, add("\"cty\":\"JWT\""));
        inner(
                "with the typ of a proof",
                Reason.HEADER,
                h -> h.replace(SealedEnvelope.SIGNED_TYPE, "farthing-proof+jwt"));
        inner("with the typ JWT", Reason.HEADER, h -> h.replace(SealedEnvelope.SIGNED_TYPE, "JWT"));
        inner("with text after it", Reason.HEADER, h -> h + "x");
        String alg = peers.vendorKey().family().signatureAlgorithm().getName();
        for (String other :
                List.of("none", "HS256", "ES384", "ES256K", "RS256", "PS256", "Ed25519", "Ed448", "eddsa", "")) {
            inner("with alg \"" + other + "\"", Reason.HEADER, h -> h.replace("\"" + alg + "\"", "\"" + other + "\""));
        }
        row("HS256 keyed with the public key", Reason.HEADER, sealer.encrypt(hmacOverPublicKey(), AS_IT_IS));
        String signed = sealer.signed();
        row(
                "alg none, unsigned",
                Reason.HEADER,
                sealer.encrypt(
                        Base64Url.encode(sealer.innerHeader()
                                        .replace(alg, "none")
                                        .getBytes(StandardCharsets.US_ASCII))
                                + signed.substring(signed.indexOf('.'), signed.lastIndexOf('.') + 1),
                        AS_IT_IS));
        String[] parts = signed.split("\\.", 4);
        row(
                "inner JSON serialisation",
                Reason.NOT_COMPACT,
                sealer.encrypt(
                        "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\""
                                + parts[2] + "\"}",
                        AS_IT_IS));
        row("inner detached payload", Reason.SIGNATURE, sealer.encrypt(parts[0] + ".." + parts[2], AS_IT_IS));
    }

    private void innerKeys() {
        boolean ed25519 = peers.vendorKey().family() == KeyFamily.ED25519;
        KeyFamily other = ed25519 ? KeyFamily.P256 : KeyFamily.ED25519;
        byte[] claims = Peers.submission().toJson();
        SigningKey stranger = SigningKey.generate(peers.vendorKey().family(), new SecureRandom());
        SigningKey otherCurve = SigningKey.generate(other, new SecureRandom());
        String alg = peers.vendorKey().family().signatureAlgorithm().getName();
        String confused =
                sealer.innerHeader().replace(alg, other.signatureAlgorithm().getName());
        String signed = sealer.signed();
        String unsigned = signed.substring(0, signed.lastIndexOf('.') + 1);
        inner(
                "with an unknown kid",
                Reason.UNKNOWN_SIGNING_KEY,
                h -> h.replace(peers.vendorKey().kid(), stranger.kid()));
        row(
                "signed by another key",
                Reason.SIGNATURE,
                sealer.encrypt(RawSealer.sign(sealer.innerHeader(), claims, stranger), AS_IT_IS));
        row(
                "alg of the other family, signed with it",
                Reason.ALGORITHM,
                sealer.encrypt(RawSealer.sign(confused, claims, otherCurve), AS_IT_IS));
        row(
                "alg of the other family, signed with the right key",
                Reason.ALGORITHM,
                sealer.encrypt(sealer.sign(confused, claims), AS_IT_IS));
        row("a signature of zeros", Reason.SIGNATURE, sealer.encrypt(unsigned + "A".repeat(86), AS_IT_IS));
        row(
                "a signature of ones",
                Reason.SIGNATURE,
                sealer.encrypt(unsigned + Base64Url.encode(filled(64, 0xff)), AS_IT_IS));
        row("a signature of 63 bytes", Reason.NOT_COMPACT, sealer.encrypt(unsigned + "A".repeat(84), AS_IT_IS));
        row(
                "a signature of 70 bytes, as in DER",
                Reason.NOT_COMPACT,
                sealer.encrypt(unsigned + Base64Url.encode(filled(70, 1)), AS_IT_IS));
        row("no signature", Reason.NOT_COMPACT, sealer.encrypt(unsigned, AS_IT_IS));
        String otherClaims = Base64Url.encode(new String(claims, StandardCharsets.UTF_8)
                .replace("\"quantity\":2", "\"quantity\":1")
                .getBytes(StandardCharsets.UTF_8));
        row(
                "other claims under the signature",
                Reason.SIGNATURE,
                sealer.encrypt(
                        signed.replace("." + Base64Url.encode(claims) + ".", "." + otherClaims + "."), AS_IT_IS));
    }

    private void outer(String what, Reason reason, UnaryOperator<String> change) {
        row("outer header " + what, reason, sealer.encrypt(sealer.signed(), mustChange(change)));
    }

    private void inner(String what, Reason reason, UnaryOperator<String> change) {
        String header = mustChange(change).apply(sealer.innerHeader());
        row(
                "inner header " + what,
                reason,
                sealer.encrypt(sealer.sign(header, Peers.submission().toJson()), AS_IT_IS));
    }

    private void row(String name, Reason reason, String message) {
        rows.add(new Row(name, reason, message));
    }

    private static UnaryOperator<String> add(String member) {
        return header -> header.replaceFirst("\\{", "{" + member + ",");
    }

    static UnaryOperator<String> mustChange(UnaryOperator<String> change) {
        return text -> {
            String changed = change.apply(text);
            if (changed.equals(text)) {
                throw new IllegalStateException("this row changes nothing: " + text);
            }
            return changed;
        };
    }

    /** The last of the tag's 22 chars has four unused bits: the next letter is the same tag. */
    private static char otherSpelling(String message) {
        return (char) (message.charAt(message.length() - 1) + 1);
    }

    private String hmacOverPublicKey() {
        try {
            JWK jwk = JWK.parse(peers.vendorKey().verificationKey(Peers.VENDOR).toJwk());
            byte[] secret = jwk instanceof OctetKeyPair okp
                    ? okp.getDecodedX()
                    : jwk.toECKey().toECPublicKey().getEncoded();
            String alg = peers.vendorKey().family().signatureAlgorithm().getName();
            String input =
                    Base64Url.encode(sealer.innerHeader().replace(alg, "HS256").getBytes(StandardCharsets.US_ASCII))
                            + "." + Base64Url.encode(Peers.submission().toJson());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return input + "." + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException | java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] filled(int bytes, int value) {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) value);
        return filled;
    }
}
