package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor asks: that one of its customers pays for one of its items.
 *
 * @param vendor who asks ({@code iss})
 * @param audience the server that is asked ({@code aud})
 * @param issuedAt when this message was made, in whole seconds ({@code iat})
 * @param expiresAt until when it may be accepted, in whole seconds, at most 5 minutes later ({@code exp})
 * @param submissionId names the payment for ever: sent again, it is the same payment ({@code jti})
 * @param customer the identifier by which this vendor knows the customer
 * @param item what is bought
 * @param quantity how many, 1 to 1000
 * @param guard the price that the vendor expects, if it wants to be sure
 */
public record Submission(
        String vendor,
        String audience,
        Instant issuedAt,
        Instant expiresAt,
        String submissionId,
        String customer,
        String item,
        int quantity,
        @Nullable PriceGuard guard)
        implements Request {
    /** The most units of one payment. */
    public static final int MAX_QUANTITY = 1000;

    /** Checks alphabets and ranges; drops fractions of seconds, which the wire does not carry. */
    public Submission {
        Texts.check("vendor", vendor, Texts.PARTY);
        Texts.check("audience", audience, Texts.PARTY);
        Texts.check("submissionId", submissionId, Texts.ID);
        Texts.check("customer", customer, Texts.ID);
        Texts.check("item", item, Texts.ID);
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("Give quantity from 1 to " + MAX_QUANTITY + ".");
        }
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public byte[] toJson() {
        ObjectNode claims = StrictJson.newObject()
                .put("iss", vendor)
                .put("aud", audience)
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("jti", submissionId)
                .put("customer", customer)
                .put("item", item)
                .put("quantity", quantity);
        if (guard != null) {
            claims.put("price", Long.toString(guard.price())).put("currency", guard.currency());
        }
        return StrictJson.bytes(claims);
    }

    /**
     * Reads the claims of an opened message.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range
     */
    public static Submission fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        String vendor = reader.text("iss", Texts.PARTY);
        String audience = reader.text("aud", Texts.PARTY);
        Instant issuedAt = reader.time("iat");
        Instant expiresAt = reader.time("exp");
        String submissionId = reader.text("jti", Texts.ID);
        String customer = reader.text("customer", Texts.ID);
        String item = reader.text("item", Texts.ID);
        int quantity = reader.has("quantity") ? reader.integer("quantity", 1, MAX_QUANTITY) : 1;
        PriceGuard guard = guard(reader);
        reader.nothingElse();
        return ClaimReader.make(() ->
                new Submission(vendor, audience, issuedAt, expiresAt, submissionId, customer, item, quantity, guard));
    }

    /**
     * Names what is asked, whichever way and however often it is sent: SHA-256 over vendor, customer, item, quantity, price
     * and currency. Two submissions of one id with different fingerprints are a conflict. The time and the id are not in
     * it: an honest retry is sealed anew.
     */
    public byte[] fingerprint() {
        Fingerprint fingerprint = new Fingerprint("farthing-submission-1")
                .add(vendor)
                .add(customer)
                .add(item)
                .add(Integer.toString(quantity));
        if (guard != null) {
            fingerprint.add(Long.toString(guard.price())).add(guard.currency());
        }
        return fingerprint.sha256();
    }

    private static @Nullable PriceGuard guard(ClaimReader reader) throws MalformedMessage {
        if (!reader.has("price") && !reader.has("currency")) {
            return null;
        }
        long price = reader.integerInString("price");
        String currency = reader.text("currency", Texts.CURRENCY);
        return ClaimReader.make(() -> new PriceGuard(price, currency));
    }
}
