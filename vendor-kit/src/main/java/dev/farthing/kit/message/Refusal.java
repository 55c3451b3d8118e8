package dev.farthing.kit.message;

import dev.farthing.kit.json.StrictJson;

/**
 * The answer "not paid".
 *
 * @param header what every answer says
 * @param code which refusal, stable
 * @param detail what to do, for people
 * @param retryable true if the very same request under a new submission id can succeed later though the vendor changes nothing
 * @param outcome what stands in the books: {@code none}, {@code booked} or {@code unknown}; claim {@code booking}, since
 *     {@code outcome} on the wire says accepted or refused
 */
public record Refusal(Answer.Header header, String code, String detail, boolean retryable, String outcome)
        implements Answer {
    static final String OUTCOME = "refused";

    /** Checks alphabets. */
    public Refusal {
        Texts.check("code", code, Texts.CODE);
        Texts.check("detail", detail, Texts.PROSE);
        Texts.check("outcome", outcome, Texts.BOOKING);
    }

    @Override
    public byte[] toJson() {
        return StrictJson.bytes(header.toClaims()
                .put("outcome", OUTCOME)
                .put("code", code)
                .put("detail", detail)
                .put("retryable", retryable)
                .put("booking", outcome));
    }

    static Refusal read(Answer.Header header, ClaimReader reader) throws MalformedMessage {
        return new Refusal(
                header,
                reader.text("code", Texts.CODE),
                reader.text("detail", Texts.PROSE),
                reader.flag("retryable"),
                reader.text("booking", Texts.BOOKING));
    }
}
