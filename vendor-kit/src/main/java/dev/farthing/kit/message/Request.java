package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a vendor may ask for in a sealed message; which one it is stands in the signed claim {@code op}. */
public sealed interface Request permits Submission, Inquiry {
    /** Who asks ({@code iss}). */
    String vendor();

    /** The submission that it is about ({@code jti}). */
    String submissionId();

    /** The claims, as UTF-8 JSON ready to be sealed. */
    byte[] toJson();

    /**
     * Reads the claims of an opened message: without {@code op} it is a submission.
     *
     * @throws MalformedMessage if {@code op} is not known here, or a claim is missing, unknown, of another type or out of
     *     range
     */
    static Request fromClaims(ObjectNode claims) throws MalformedMessage {
        JsonNode operation = claims.get(Inquiry.OPERATION_CLAIM);
        if (operation == null) {
            return Submission.fromClaims(claims);
        }
        if (Inquiry.OPERATION.equals(operation.textValue())) {
            return Inquiry.fromClaims(claims);
        }
        throw new MalformedMessage("Leave the claim op out to pay, or give it as " + Inquiry.OPERATION + ".");
    }
}
