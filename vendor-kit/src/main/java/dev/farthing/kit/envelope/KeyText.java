package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Keys as text: JSON Web Keys (RFC 7517) of the two families, checked before anything is computed with them. A point that is
 * not on its curve, or of low order, would give away the key that meets it.
 */
final class KeyText {
    /** What a key is for: the JWK's {@code use}. */
    enum Use {
        SIG,
        ENC;

        String text() {
            return this == SIG ? "sig" : "enc";
        }

        Curve curve(KeyFamily family) {
            return this == SIG ? family.signatureCurve() : family.agreementCurve();
        }

        String algorithm(KeyFamily family) {
            return this == SIG ? family.signatureAlgorithm().getName() : "ECDH-ES";
        }
    }

    /** A key that passed every check. */
    record CheckedKey(KeyFamily family, JWK jwk, String kid) {
        ECKey ec() {
            return jwk.toECKey();
        }

        byte[] publicBytes() {
            return jwk.toOctetKeyPair().getDecodedX();
        }

        byte[] privateBytes() {
            return jwk.toOctetKeyPair().getDecodedD();
        }
    }

    static final int COORDINATE_BYTES = 32;

    private static final int MAX_KEY_CHARS = 2048;
    private static final Set<String> MEMBERS = Set.of("kty", "crv", "x", "y", "d", "use", "alg", "kid");
    private static final ECNamedCurveParameterSpec P256 = ECNamedCurveTable.getParameterSpec("P-256");

    private KeyText() {}

    /** Reads a private key; throws {@link IllegalArgumentException} with what to do about it. */
    static CheckedKey privateKey(String json, Use use) {
        ObjectNode members = members(json);
        require(members.has("d"), "This is a public key: give the private one, with member d.");
        CheckedKey key = check(members, use);
        requireOwnPublicPart(key);
        return key;
    }

    /** Reads a public key; throws {@link IllegalArgumentException} with what to do about it. */
    static CheckedKey publicKey(String json, Use use) {
        ObjectNode members = members(json);
        require(
                !members.has("d"),
                "This is a private key (member d): give the public one only, and replace this key, since it was shown.");
        return check(members, use);
    }

    /** The checked form of a key that the kit itself made. */
    static CheckedKey generated(KeyFamily family, JWK jwk) {
        return new CheckedKey(family, jwk, thumbprint(jwk));
    }

    /** The key as a JWK with {@code use}, {@code alg} and {@code kid}. */
    static String write(CheckedKey key, Use use, boolean withPrivatePart) {
        ObjectNode out = StrictJson.newObject();
        out.put("kty", key.jwk().getKeyType().getValue());
        out.put("crv", use.curve(key.family()).getName());
        if (key.jwk() instanceof ECKey ec) {
            out.put("x", ec.getX().toString()).put("y", ec.getY().toString());
            if (withPrivatePart) {
                out.put("d", ec.getD().toString());
            }
        } else {
            OctetKeyPair okp = key.jwk().toOctetKeyPair();
            out.put("x", okp.getX().toString());
            if (withPrivatePart) {
                out.put("d", okp.getD().toString());
            }
        }
        out.put("use", use.text()).put("alg", use.algorithm(key.family())).put("kid", key.kid());
        return StrictJson.text(out);
    }

    private static ObjectNode members(String json) {
        require(json.length() <= MAX_KEY_CHARS, "A key has at most " + MAX_KEY_CHARS + " chars: give one JWK.");
        ObjectNode members;
        try {
            members = StrictJson.object(json);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("Give the key as one JSON object (RFC 7517): " + e.getMessage() + ".");
        }
        for (Iterator<String> names = members.fieldNames(); names.hasNext(); ) {
            require(
                    MEMBERS.contains(names.next()),
                    "Give only the members " + MEMBERS.stream().sorted().toList() + " of the key.");
        }
        for (JsonNode value : members) {
            require(value.isTextual(), "Give every member of the key as a string.");
        }
        return members;
    }

    private static CheckedKey check(ObjectNode members, Use use) {
        String curve = members.path("crv").asText();
        KeyFamily family = familyOf(curve, use);
        boolean weierstrass = family == KeyFamily.P256;
        require(
                (weierstrass ? "EC" : "OKP").equals(members.path("kty").asText()),
                "Member kty does not fit curve " + curve + ".");
        require(weierstrass == members.has("y"), "Give member y for P-256, and only there.");
        require(
                !members.has("use") || use.text().equals(members.path("use").asText()),
                "Give a key with use " + use.text() + ".");
        require(
                !members.has("alg")
                        || use.algorithm(family).equals(members.path("alg").asText()),
                "Give a key with alg " + use.algorithm(family) + ", or without alg.");
        for (String number : new String[] {"x", "y", "d"}) {
            require(
                    !members.has(number)
                            || Base64Url.isCanonical(members.path(number).asText(), COORDINATE_BYTES),
                    "Give member " + number + " as base64url of exactly " + COORDINATE_BYTES
                            + " bytes, without padding.");
        }
        JWK jwk = parse(members);
        requireSoundPoint(jwk, use);
        String kid = thumbprint(jwk);
        require(
                !members.has("kid") || kid.equals(members.path("kid").asText()),
                "Member kid must be the key's RFC 7638 thumbprint, or absent.");
        return new CheckedKey(family, jwk, kid);
    }

    private static KeyFamily familyOf(String curve, Use use) {
        for (KeyFamily family : KeyFamily.values()) {
            if (use.curve(family).getName().equals(curve)) {
                return family;
            }
        }
        throw new IllegalArgumentException(
                use == Use.SIG
                        ? "Give a signing key on Ed25519 or P-256."
                        : "Give an encryption key on X25519 or P-256.");
    }

    private static JWK parse(ObjectNode members) {
        ObjectNode bare = members.deepCopy();
        bare.remove(Set.of("use", "alg", "kid"));
        try {
            return JWK.parse(StrictJson.text(bare));
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "The key's point is not on its curve, or a member is missing: make a new key.");
        }
    }

    private static void requireSoundPoint(JWK jwk, Use use) {
        boolean sound;
        if (jwk instanceof ECKey) {
            sound = true; // Nimbus refused a point that is off the curve; P-256 has no small subgroup.
        } else if (use == Use.SIG) {
            sound = Ed25519.validatePublicKeyFull(jwk.toOctetKeyPair().getDecodedX(), 0);
        } else {
            byte[] anyScalar = new byte[COORDINATE_BYTES];
            anyScalar[1] = 1;
            sound = X25519Agreement.agree(anyScalar, jwk.toOctetKeyPair().getDecodedX())
                    .contributory();
        }
        require(sound, "The key's point is of low order or not on its curve: make a new key.");
    }

    private static void requireOwnPublicPart(CheckedKey key) {
        boolean own;
        if (key.jwk() instanceof ECKey ec) {
            var d = ec.getD().decodeToBigInteger();
            boolean inRange = d.signum() > 0 && d.compareTo(P256.getN()) < 0;
            ECPoint point = P256.getG().multiply(d.mod(P256.getN())).normalize();
            own = inRange
                    && !point.isInfinity()
                    && point.getAffineXCoord().toBigInteger().equals(ec.getX().decodeToBigInteger())
                    && point.getAffineYCoord().toBigInteger().equals(ec.getY().decodeToBigInteger());
        } else if (key.jwk().toOctetKeyPair().getCurve().equals(Curve.Ed25519)) {
            own = Arrays.equals(
                    new Ed25519PrivateKeyParameters(key.privateBytes())
                            .generatePublicKey()
                            .getEncoded(),
                    key.publicBytes());
        } else {
            own = Arrays.equals(X25519Agreement.publicKeyOf(key.privateBytes()), key.publicBytes());
        }
        require(own, "The key's private and public parts do not belong together: make a new key.");
    }

    private static String thumbprint(JWK jwk) {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void require(boolean condition, String whatToDo) {
        if (!condition) {
            throw new IllegalArgumentException(whatToDo);
        }
    }
}
