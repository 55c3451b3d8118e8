package dev.farthing.it.system;

import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;

/** Every way in which a message can be wrong up to and including its signature, audience and times, one wrong thing a row. */
final class TamperTable {
    private static final Map<String, String> FORBIDDEN = forbidden();
    private static final int TOO_MANY_CHARS = 17_000;
    private static final String OUTER_TYPE = "farthing-sealed+jwt";
    private static final String INNER_TYPE = "farthing-message+jwt";

    private final String vendor;
    private final Town.Shopper shopper;
    private final String item;
    private final String otherVendor;
    private final PublicJsonWebKey signing;
    private final PublicJsonWebKey strangersSigning;
    private final PublicJsonWebKey otherVendorsSigning;
    private final PublicJsonWebKey recipient;
    private final String otherFamilysKid;
    private final String algorithm;
    private final Instant now;
    private final Map<String, String> rows = new LinkedHashMap<>();

    TamperTable(Town town, Town other, KeyFamily family) throws Exception {
        VendorKeys keys = town.keys();
        this.vendor = town.vendor();
        this.otherVendor = other.vendor();
        this.shopper = town.shopper(1_000_000);
        this.item = town.item(10);
        this.signing = Forge.key(keys.signing().toJwk());
        this.otherVendorsSigning = Forge.key(other.keys().signing().toJwk());
        this.strangersSigning =
                Forge.key(SigningKey.generate(family, new SecureRandom()).toJwk());
        VendorDesk desk = town.desk();
        this.recipient = Forge.key(desk.serverKey(family).toJwk());
        KeyFamily otherFamily = family == KeyFamily.P256 ? KeyFamily.ED25519 : KeyFamily.P256;
        this.otherFamilysKid = desk.serverKey(otherFamily).kid();
        this.algorithm = family == KeyFamily.P256 ? "ES256" : "EdDSA";
        this.now = desk.now();
    }

    /** A message with nothing wrong: what shows that the forge itself is sound. */
    String sound() throws GeneralSecurityException {
        return sealed(signed(claims()));
    }

    /** Messages by what is wrong with them. */
    Map<String, String> rows() throws GeneralSecurityException {
        rows.clear();
        texts();
        outerHeaders();
        innerHeaders();
        signatures();
        alteredClaims();
        wrongClaims();
        return rows;
    }

    /** One message for each stage at which opening can fail, for comparing times. */
    Map<String, String> classes() throws GeneralSecurityException {
        rows();
        Map<String, String> classes = new LinkedHashMap<>();
        for (String row : List.of(
                "outer zip",
                "outer kid unknown",
                "part 3 altered",
                "part 4 altered",
                "inner jwk",
                "inner kid unknown",
                "signature altered",
                "signed by a stranger",
                "aud another server",
                "expired",
                "claim member twice")) {
            String message = rows.get(row);
            if (message == null) {
                throw new IllegalStateException("There is no row " + row);
            }
            classes.put(row, message);
        }
        return classes;
    }

    private void texts() throws GeneralSecurityException {
        String sound = sound();
        String[] parts = sound.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            rows.put("part " + i + " altered", with(parts, i, altered(parts[i])));
            rows.put("part " + i + " padded", with(parts, i, parts[i] + "="));
            rows.put("part " + i + " with a space", with(parts, i, parts[i] + " "));
            if (!parts[i].isEmpty()) {
                rows.put("part " + i + " empty", with(parts, i, ""));
            }
        }
        rows.put("one part missing", sound.substring(0, sound.lastIndexOf('.')));
        rows.put("one part more", sound + ".AAAA");
        rows.put("cut short", sound.substring(0, sound.length() - 1));
        rows.put("not encrypted", signed(claims()));
        rows.put("text", "hello");
        rows.put("dots", "....");
        rows.put("nothing", "");
        rows.put("trailing line", sound + "\n");
        rows.put("JSON serialisation", """
                {"protected":"%s","iv":"%s","ciphertext":"%s","tag":"%s"}""".formatted(parts[0], parts[2], parts[3], parts[4]));
        rows.put(
                "over-long", sealed(signed(claims().replace("{", "{\"pad\":\"" + "x".repeat(TOO_MANY_CHARS) + "\","))));
        rows.put("not ASCII", sound + "\u00e9");
    }

    private void outerHeaders() throws GeneralSecurityException {
        String payload = signed(claims());
        String header = outerHeader();
        for (Map.Entry<String, String> more : FORBIDDEN.entrySet()) {
            rows.put("outer " + more.getKey(), encrypted(added(header, more.getKey(), more.getValue()), payload));
        }
        for (String member : List.of("alg", "enc", "typ", "cty", "kid")) {
            rows.put("outer without " + member, encrypted(without(header, member), payload));
            rows.put("outer " + member + " twice", encrypted(twice(header, member), payload));
            rows.put("outer " + member + " a number", encrypted(valued(header, member, "1"), payload));
        }
        for (String alg : List.of("none", "dir", "ECDH-ES+A256KW", "RSA-OAEP", "ecdh-es")) {
            rows.put("outer alg " + alg, encrypted(valued(header, "alg", quoted(alg)), payload));
        }
        for (String enc : List.of("A128GCM", "A256CBC-HS512", "a256gcm")) {
            rows.put("outer enc " + enc, encrypted(valued(header, "enc", quoted(enc)), payload));
        }
        rows.put("outer typ JWT", encrypted(valued(header, "typ", "\"JWT\""), payload));
        rows.put("outer cty jwt", encrypted(valued(header, "cty", "\"jwt\""), payload));
        rows.put("outer kid unknown", encrypted(valued(header, "kid", quoted("A".repeat(43))), payload));
        rows.put("outer kid of the other family", encrypted(valued(header, "kid", quoted(otherFamilysKid)), payload));
        rows.put("outer epk missing", encrypted(header.replace(",\"epk\":" + Forge.EPK, ""), payload));
        rows.put("outer epk a text", encrypted(header.replace(Forge.EPK, "\"key\""), payload));
        rows.put("outer epk zero", encrypted(header.replace(Forge.EPK, zeroKey()), payload));
        rows.put("outer epk of an unknown curve", encrypted(header.replace(Forge.EPK, "{\"crv\":\"X448\"}"), payload));
        rows.put("outer trailing text", encrypted(header + " x", payload));
        rows.put("outer header a list", encrypted("[" + header + "]", payload));
        rows.put("outer header no JSON", encrypted("alg", payload));
    }

    private void innerHeaders() throws GeneralSecurityException {
        String header = innerHeader(signing);
        for (Map.Entry<String, String> more : FORBIDDEN.entrySet()) {
            rows.put("inner " + more.getKey(), inner(added(header, more.getKey(), more.getValue())));
        }
        for (String member : List.of("alg", "typ", "kid")) {
            rows.put("inner without " + member, inner(without(header, member)));
            rows.put("inner " + member + " twice", inner(twice(header, member)));
            rows.put("inner " + member + " a number", inner(valued(header, member, "1")));
        }
        String otherAlgorithm = algorithm.equals("ES256") ? "EdDSA" : "ES256";
        for (String alg : List.of("none", "None", "HS256", "RS256", "ES384", otherAlgorithm)) {
            rows.put("inner alg " + alg, inner(valued(header, "alg", quoted(alg))));
        }
        rows.put("inner typ of a proof", inner(valued(header, "typ", "\"farthing-proof+jwt\"")));
        rows.put("inner kid unknown", inner(valued(header, "kid", quoted("B".repeat(43)))));
        rows.put("inner trailing text", inner(header + "{}"));
        rows.put("inner no JWS", sealed("hello"));
        rows.put("inner claims unsigned", sealed(claims()));
        rows.put("inner a sealed message", sealed(sealed(signed(claims()))));
    }

    private void signatures() throws GeneralSecurityException {
        String[] parts = signed(claims()).split("\\.", -1);
        rows.put("signature altered", sealed(with(parts, 2, altered(parts[2]))));
        rows.put("signature empty", sealed(with(parts, 2, "")));
        rows.put("signature cut short", sealed(with(parts, 2, parts[2].substring(4))));
        rows.put("signature zero", sealed(with(parts, 2, Forge.encode(new byte[64]))));
        rows.put("signature of other claims", sealed(with(parts, 2, signed("{}").split("\\.", -1)[2])));
        rows.put("signed by a stranger", sealed(Forge.sign(innerHeader(signing), bytes(claims()), strangersSigning)));
        rows.put(
                "signed by a stranger under its own kid",
                sealed(Forge.sign(innerHeader(strangersSigning), bytes(claims()), strangersSigning)));
        rows.put(
                "signed by another vendor",
                sealed(Forge.sign(innerHeader(otherVendorsSigning), bytes(claims()), otherVendorsSigning)));
    }

    /** Each claim altered after it was signed. */
    private void alteredClaims() throws GeneralSecurityException {
        String claims = claims();
        String[] parts = signed(claims).split("\\.", -1);
        for (String claim :
                List.of("iss", "aud", "iat", "exp", "jti", "customer", "item", "quantity", "price", "currency")) {
            String altered = valued(claims, claim, claim.matches("iat|exp|quantity") ? "7" : "\"x\"");
            rows.put("altered claim " + claim, sealed(with(parts, 1, Forge.encode(bytes(altered)))));
            String removed = without(claims, claim);
            rows.put("removed claim " + claim, sealed(with(parts, 1, Forge.encode(bytes(removed)))));
        }
        rows.put("added claim", sealed(with(parts, 1, Forge.encode(bytes(added(claims, "more", "1"))))));
    }

    private void wrongClaims() throws GeneralSecurityException {
        String claims = claims();
        long iat = now.getEpochSecond();
        rows.put("iss another vendor", claimed(valued(claims, "iss", quoted(otherVendor))));
        rows.put("iss missing", claimed(without(claims, "iss")));
        rows.put("iss a list", claimed(valued(claims, "iss", "[" + quoted(vendor) + "]")));
        rows.put("aud another server", claimed(valued(claims, "aud", "\"farthing-2\"")));
        rows.put("aud a list", claimed(valued(claims, "aud", "[\"farthing\"]")));
        rows.put("aud missing", claimed(without(claims, "aud")));
        rows.put("expired", claimed(times(iat - 200, iat - 80)));
        rows.put("too far ahead", claimed(times(iat + 300, iat + 400)));
        rows.put("too long a life", claimed(times(iat, iat + 301)));
        rows.put("ends before it begins", claimed(times(iat, iat - 1)));
        rows.put("iat missing", claimed(without(claims, "iat")));
        rows.put("exp missing", claimed(without(claims, "exp")));
        rows.put("iat a text", claimed(valued(claims, "iat", quoted(Long.toString(iat)))));
        rows.put("exp a fraction", claimed(valued(claims, "exp", (iat + 60) + ".5")));
        rows.put("exp huge", claimed(valued(claims, "exp", "9".repeat(30))));
        rows.put("claim member twice", claimed(twice(claims, "jti")));
        rows.put("claims trailing text", claimed(claims + "x"));
        rows.put("claims a list", claimed("[" + claims + "]"));
        rows.put("claims no JSON", claimed("hello"));
        rows.put("claims empty", claimed(""));
        rows.put("claims nested too deep", claimed(added(claims, "deep", "[".repeat(2000) + "]".repeat(2000))));
    }

    private String claims() {
        return times(now.getEpochSecond(), now.getEpochSecond() + 240);
    }

    private String times(long iat, long exp) {
        return """
                {"iss":"%s","aud":"farthing","iat":%d,"exp":%d,"jti":"tamper","customer":"%s","item":"%s","quantity":1,\
                "price":"10","currency":"USD"}""".formatted(vendor, iat, exp, shopper.identifier(), item);
    }

    private String outerHeader() {
        return """
                {"alg":"ECDH-ES","enc":"A256GCM","typ":"%s","cty":"JWT","kid":"%s","epk":%s}""".formatted(OUTER_TYPE, recipient.getKeyId(), Forge.EPK);
    }

    private String innerHeader(PublicJsonWebKey signer) {
        return """
                {"alg":"%s","typ":"%s","kid":"%s"}""".formatted(algorithm, INNER_TYPE, signer.getKeyId());
    }

    private String zeroKey() {
        String zero = Forge.encode(new byte[32]);
        return algorithm.equals("ES256")
                ? "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + zero + "\",\"y\":\"" + zero + "\"}"
                : "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + zero + "\"}";
    }

    private String signed(String claims) throws GeneralSecurityException {
        return Forge.sign(innerHeader(signing), bytes(claims), signing);
    }

    private String claimed(String claims) throws GeneralSecurityException {
        return sealed(signed(claims));
    }

    private String inner(String header) throws GeneralSecurityException {
        return sealed(Forge.sign(header, bytes(claims()), signing));
    }

    private String sealed(String payload) throws GeneralSecurityException {
        return encrypted(outerHeader(), payload);
    }

    private String encrypted(String header, String payload) throws GeneralSecurityException {
        return Forge.encrypt(header, payload, recipient);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String with(String[] parts, int index, String value) {
        String[] changed = parts.clone();
        changed[index] = value;
        return String.join(".", changed);
    }

    private static String altered(String part) {
        int middle = part.length() / 2;
        return part.isEmpty()
                ? "AAAA"
                : part.substring(0, middle) + (part.charAt(middle) == 'A' ? 'B' : 'A') + part.substring(middle + 1);
    }

    private static String added(String object, String member, String value) {
        return object.substring(0, object.length() - 1) + ",\"" + member + "\":" + value + "}";
    }

    private static String valued(String object, String member, String value) {
        return object.replaceFirst("(\"" + member + "\":)(\"[^\"]*\"|[0-9]+)", "$1" + value);
    }

    private static String without(String object, String member) {
        return object.replaceFirst("\"" + member + "\":(\"[^\"]*\"|[0-9]+),?", "")
                .replace(",}", "}");
    }

    private static String twice(String object, String member) {
        return object.replaceFirst("(\"" + member + "\":(?:\"[^\"]*\"|[0-9]+))", "$1,$1");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static Map<String, String> forbidden() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("zip", "\"DEF\"");
        headers.put("crit", "[\"exp\"]");
        headers.put("jku", "\"https://example.org/keys\"");
        headers.put("jwk", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Forge.encode(new byte[32]) + "\"}");
        headers.put("x5u", "\"https://example.org/certificate\"");
        headers.put("x5c", "[\"AAAA\"]");
        headers.put("x5t", "\"AAAA\"");
        headers.put("x5t#S256", "\"AAAA\"");
        headers.put("b64", "true");
        headers.put("apu", "\"AAAA\"");
        headers.put("apv", "\"AAAA\"");
        headers.put("iss", "\"farthing\"");
        headers.put("unknown", "1");
        return headers;
    }
}
