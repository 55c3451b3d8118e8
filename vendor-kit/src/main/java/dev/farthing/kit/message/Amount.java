package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;

/**
 * An amount on the wire: {@code {"value":"12345","currency":"USD","scale":6}} is 0.012345 USD.
 *
 * @param value whole units of the currency's least amount
 * @param currency ISO 4217, or a business's own code
 * @param scale how many decimals {@code value} has, 0 to 18
 */
public record Amount(long value, String currency, int scale) {
    /** The most decimals that 64 bits leave room for. */
    public static final int MAX_SCALE = 18;

    /** Checks the ranges. */
    public Amount {
        Texts.check("currency", currency, Texts.CURRENCY);
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("Give scale from 0 to " + MAX_SCALE + ".");
        }
    }

    /** As a JSON object. */
    public ObjectNode toJson() {
        return StrictJson.newObject()
                .put("value", Long.toString(value))
                .put("currency", currency)
                .put("scale", scale);
    }

    /**
     * From a JSON object.
     *
     * @throws MalformedMessage if a member is missing, unknown or out of range
     */
    public static Amount fromJson(ObjectNode json) throws MalformedMessage {
        return read(new ClaimReader(json));
    }

    static Amount read(ClaimReader members) throws MalformedMessage {
        long value = members.integerInString("value");
        String currency = members.text("currency", Texts.CURRENCY);
        int scale = members.integer("scale", 0, MAX_SCALE);
        members.nothingElse();
        return new Amount(value, currency, scale);
    }
}
