package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Asks what became of a submission, and settles it: one that the server has never seen is closed for good, so that it
 * cannot arrive late. The answer is the submission's own.
 *
 * @param vendor who asks ({@code iss})
 * @param audience the server that is asked ({@code aud})
 * @param issuedAt when this message was made, in whole seconds ({@code iat})
 * @param expiresAt until when it may be accepted, in whole seconds, at most 5 minutes later ({@code exp})
 * @param submissionId of the submission that is asked about ({@code jti})
 */
public record Inquiry(String vendor, String audience, Instant issuedAt, Instant expiresAt, String submissionId)
        implements Request {
    static final String OPERATION_CLAIM = "op";
    static final String OPERATION = "inquire";

    /** Checks alphabets; drops fractions of seconds, which the wire does not carry. */
    public Inquiry {
        Texts.check("vendor", vendor, Texts.PARTY);
        Texts.check("audience", audience, Texts.PARTY);
        Texts.check("submissionId", submissionId, Texts.ID);
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
                .put(OPERATION_CLAIM, OPERATION);
        return StrictJson.bytes(claims);
    }

    /**
     * Reads the claims of an opened message.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range
     */
    public static Inquiry fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        String vendor = reader.text("iss", Texts.PARTY);
        String audience = reader.text("aud", Texts.PARTY);
        Instant issuedAt = reader.time("iat");
        Instant expiresAt = reader.time("exp");
        String submissionId = reader.text("jti", Texts.ID);
        reader.text(OPERATION_CLAIM, Pattern.compile(OPERATION));
        reader.nothingElse();
        return new Inquiry(vendor, audience, issuedAt, expiresAt, submissionId);
    }
}
