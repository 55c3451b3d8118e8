package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor asks: that one of its customers pays for one of its items.
 *
 * @param header what every request says; its submission id names the payment for ever
 * @param customer the identifier by which this vendor knows the customer
 * @param item what is bought
 * @param quantity how many, 1 to 1000
 * @param guard the price that the vendor expects, if it wants to be sure
 */
public record Submission(
        Request.Header header,
        String customer,
        String item,
        int quantity,
        @Nullable PriceGuard guard) implements Request {
    /** The most units of one payment. */
    public static final int MAX_QUANTITY = 1000;

    /** Checks alphabets and ranges. */
    public Submission {
        Texts.check("customer", customer, Texts.ID);
        Texts.check("item", item, Texts.ID);
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("Give quantity from 1 to " + MAX_QUANTITY + ".");
        }
    }

    @Override
    public byte[] toJson() {
        return StrictJson.bytes(putPurchase(header.toClaims()));
    }

    /** What is bought, without the header. */
    ObjectNode putPurchase(ObjectNode json) {
        json.put("customer", customer).put("item", item).put("quantity", quantity);
        if (guard != null) {
            json.put("price", Long.toString(guard.price())).put("currency", guard.currency());
        }
        return json;
    }

    /**
     * Reads the claims of an opened message.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range
     */
    public static Submission fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        return read(Header.read(reader), reader);
    }

    /** Reads what is bought, and that there is nothing else. */
    static Submission read(Header header, ClaimReader reader) throws MalformedMessage {
        String customer = reader.text("customer", Texts.ID);
        String item = reader.text("item", Texts.ID);
        int quantity = reader.has("quantity") ? reader.integer("quantity", 1, MAX_QUANTITY) : 1;
        PriceGuard guard = guard(reader);
        reader.nothingElse();
        return ClaimReader.make(() -> new Submission(header, customer, item, quantity, guard));
    }

    /**
     * Names what is asked, whichever way and however often it is sent: SHA-256 over vendor, customer, item, quantity, price
     * and currency. Two submissions of one id with different fingerprints are a conflict. The time and the id are not in
     * it: an honest retry is sealed anew.
     */
    public byte[] fingerprint() {
        Fingerprint fingerprint = new Fingerprint("farthing-submission-1")
                .add(header.vendor())
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
