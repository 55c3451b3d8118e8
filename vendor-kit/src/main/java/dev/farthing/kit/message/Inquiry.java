package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.util.regex.Pattern;

/**
 * Asks what became of a submission, a reversal or a refund, and settles it: one that the server has never seen is closed
 * for good, so that it cannot arrive late. The answer is that request's own.
 *
 * @param header what every request says; its submission id is the one that is asked about
 */
public record Inquiry(Request.Header header) implements Request {
    static final String OPERATION = "inquire";
    private static final Pattern INQUIRE = Pattern.compile(OPERATION);

    @Override
    public byte[] toJson() {
        return StrictJson.bytes(header.toClaims().put(OPERATION_CLAIM, OPERATION));
    }

    /**
     * Reads the claims of an opened message.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range
     */
    public static Inquiry fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        Header header = Header.read(reader);
        reader.text(OPERATION_CLAIM, INQUIRE);
        reader.nothingElse();
        return new Inquiry(header);
    }
}
