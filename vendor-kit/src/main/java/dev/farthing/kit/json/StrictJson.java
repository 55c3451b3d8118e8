package dev.farthing.kit.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON (RFC 8259) without the freedoms that two readers use differently: no member twice, nothing after the object, UTF-8
 * only and valid, bounded depth and lengths. What passes here means the same to every other parser.
 */
public final class StrictJson {
    /** Claims hold a JWK set entry at most: object in object in object. */
    public static final int MAX_DEPTH = 8;

    /** Chars of one number; the longest one in use is a time in seconds. */
    public static final int MAX_NUMBER_CHARS = 20;

    /** Chars of one member's name. */
    public static final int MAX_NAME_CHARS = 64;

    /** Chars of a whole text, far above any message, against a caller that forgot its own limit. */
    public static final int MAX_TEXT_CHARS = 1 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .maxNameLength(MAX_NAME_CHARS)
                            .maxStringLength(MAX_TEXT_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * Reads one object.
     *
     * @throws MalformedJson if the bytes are not UTF-8, or not exactly one JSON object without duplicate members
     */
    public static ObjectNode object(byte[] utf8) throws MalformedJson {
        try {
            // Decoded here, since a parser that is given bytes guesses UTF-16 and UTF-32 too.
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedJson("not UTF-8");
        }
    }

    /** Reads one object; like {@link #object(byte[])}. */
    public static ObjectNode object(String text) throws MalformedJson {
        if (text.length() > MAX_TEXT_CHARS) {
            throw new MalformedJson("longer than " + MAX_TEXT_CHARS + " chars");
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, which may be a private key.
            throw new MalformedJson("not one JSON object without duplicate members");
        }
        throw new MalformedJson("not one JSON object");
    }

    /** An empty object to fill. */
    public static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object as UTF-8, members in the order in which they were put. */
    public static byte[] bytes(ObjectNode object) {
        return text(object).getBytes(StandardCharsets.UTF_8);
    }

    /** The object as text, members in the order in which they were put. */
    public static String text(ObjectNode object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain JSON nodes can always be written", e);
        }
    }
}
