package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A compact serialisation (RFC 7515 §7.1, RFC 7516 §7.1) taken apart, as strictly as it can be written: the JSON
 * serialisations, padding, white space and second spellings end here, before any library sees them.
 */
final class CompactText {
    /** A key id is a thumbprint of 43 chars; peers that name keys otherwise have some room. */
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final List<String> parts;
    private final List<byte[]> bytes;

    private CompactText(List<String> parts, List<byte[]> bytes) {
        this.parts = parts;
        this.bytes = bytes;
    }

    static CompactText split(String text, int count, int maxChars) throws EnvelopeRefused {
        if (text.length() > maxChars) {
            throw new EnvelopeRefused(Reason.TOO_LONG);
        }
        List<String> parts = Arrays.asList(text.split("\\.", count + 1));
        if (parts.size() != count) {
            throw new EnvelopeRefused(Reason.NOT_COMPACT);
        }
        byte[][] bytes = new byte[count][];
        for (int i = 0; i < count; i++) {
            byte[] decoded = Base64Url.decode(parts.get(i));
            if (decoded == null) {
                throw new EnvelopeRefused(Reason.NOT_COMPACT);
            }
            bytes[i] = decoded;
        }
        return new CompactText(parts, Arrays.asList(bytes));
    }

    String part(int index) {
        return parts.get(index);
    }

    byte[] bytes(int index) {
        return bytes.get(index);
    }

    void requireBytes(int index, int count) throws EnvelopeRefused {
        if (bytes.get(index).length != count) {
            throw new EnvelopeRefused(Reason.NOT_COMPACT);
        }
    }

    /** The header, whatever its members are. */
    ObjectNode header() throws EnvelopeRefused {
        try {
            return StrictJson.object(bytes.get(0));
        } catch (MalformedJson e) {
            throw new EnvelopeRefused(Reason.HEADER);
        }
    }

    /** Every member must be there and no other: what a header may not say, this reader does not know. */
    static void requireMembers(ObjectNode object, Set<String> members) throws EnvelopeRefused {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        if (!names.equals(members)) {
            throw new EnvelopeRefused(Reason.HEADER);
        }
    }

    static void requireValue(ObjectNode header, String member, String value) throws EnvelopeRefused {
        if (!value.equals(string(header, member))) {
            throw new EnvelopeRefused(Reason.HEADER);
        }
    }

    static String kid(ObjectNode header) throws EnvelopeRefused {
        String kid = string(header, "kid");
        if (!KID.matcher(kid).matches()) {
            throw new EnvelopeRefused(Reason.HEADER);
        }
        return kid;
    }

    static String string(ObjectNode object, String member) throws EnvelopeRefused {
        JsonNode value = object.path(member);
        if (!value.isTextual()) {
            throw new EnvelopeRefused(Reason.HEADER);
        }
        return value.textValue();
    }
}
