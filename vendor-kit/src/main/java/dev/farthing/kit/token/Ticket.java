package dev.farthing.kit.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a customer becomes known to a vendor's shop: the customer's device asks Farthing for a ticket and hands it to the shop,
 * which learns from it by which identifier this customer pays there. A shop can make up no customers, and a ticket made for
 * one shop is worth nothing at another. It gives no consent and moves no money.
 *
 * @param audience the vendor's code
 * @param identifier the customer, by the identifier that this vendor and no other knows
 * @param id the ticket's own id: the reader takes each once
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds, at most {@link #MAX_LIFETIME} later
 * @param nonce what the shop showed the device, so that the ticket is good for this one visit; null if it showed nothing
 */
public record Ticket(
        String audience,
        String identifier,
        String id,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String nonce) {
    /** The longest life of a ticket. */
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(2);

    /** How long a reader must remember a ticket's id to refuse it a second time: its life, and clocks that differ both ways. */
    public static final Duration REMEMBER =
            MAX_LIFETIME.plus(SealedEnvelope.MAX_CLOCK_SKEW).plus(SealedEnvelope.MAX_CLOCK_SKEW);

    /** Characters of the longest ticket. */
    public static final int MAX_CHARS = 4096;

    private static final String TYPE = "farthing-ticket+jwt";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._~:/-]{1,255}");

    /** Checks alphabets and lifetime. */
    public Ticket {
        require(ID.matcher(audience).matches(), "Give audience as " + ID + ".");
        require(ID.matcher(identifier).matches(), "Give identifier as " + ID + ".");
        require(ID.matcher(id).matches(), "Give id as " + ID + ".");
        require(nonce == null || isNonce(nonce), "Give nonce as " + NONCE + ", or leave it out.");
        Duration lifetime = Duration.between(issuedAt, expiresAt);
        require(
                !lifetime.isNegative() && lifetime.compareTo(MAX_LIFETIME) <= 0,
                "Give expiresAt at most " + MAX_LIFETIME.toSeconds() + " seconds after issuedAt.");
    }

    /** True if a shop may show this text for a nonce. */
    public static boolean isNonce(String text) {
        return NONCE.matcher(text).matches();
    }

    /**
     * Signs the ticket.
     *
     * @param issuer the server
     */
    public String sign(String issuer, SigningKey key) {
        ObjectNode claims = StrictJson.newObject()
                .put("iss", issuer)
                .put("aud", audience)
                .put("sub", identifier)
                .put("jti", id)
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, key);
    }

    /**
     * Verifies a ticket. The reader still has to refuse a second use of {@link #id}, and to remember it for {@link #REMEMBER}.
     *
     * @param keys the server's published signing keys, each owned by the server
     * @param expected the vendor, and the vendor's time
     * @param nonce what the shop showed the device; null if nothing
     * @throws TokenRefused if it is malformed, not the server's, for another vendor or another visit, or out of time;
     *     {@link Reason} lists why in order of precedence
     */
    public static Ticket verify(
            String jws, KeyLookup<VerificationKey> keys, Expectation expected, @Nullable String nonce)
            throws TokenRefused {
        TokenClaims claims = TokenClaims.open(jws, TYPE, MAX_CHARS, keys);
        String server = claims.text("iss", SERVER);
        Ticket ticket = read(claims);
        TokenClaims.require(server.equals(claims.signer()), Reason.ISSUER);
        TokenClaims.require(ticket.audience.equals(expected.audience()), Reason.AUDIENCE);
        TokenClaims.require(Objects.equals(ticket.nonce, nonce), Reason.SUBJECT);
        TokenClaims.requireIssued(ticket.issuedAt, expected.now());
        TokenClaims.requireUnexpired(ticket.expiresAt, expected.now());
        return ticket;
    }

    private static Ticket read(TokenClaims claims) throws TokenRefused {
        String audience = claims.text("aud", ID);
        String identifier = claims.text("sub", ID);
        String id = claims.text("jti", ID);
        Instant issuedAt = claims.time("iat");
        Instant expiresAt = claims.time("exp");
        @Nullable String nonce = claims.has("nonce") ? claims.text("nonce", NONCE) : null;
        claims.nothingElse();
        try {
            return new Ticket(audience, identifier, id, issuedAt, expiresAt, nonce);
        } catch (IllegalArgumentException e) {
            throw new TokenRefused(Reason.CLAIMS);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
