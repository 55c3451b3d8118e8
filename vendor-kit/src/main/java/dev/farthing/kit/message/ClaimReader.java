package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads claims one by one and, at the end, refuses what nobody read: a claim that is ignored is a misunderstanding. */
final class ClaimReader {
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L; // the year 9999

    private final ObjectNode claims;
    private final Set<String> read = new HashSet<>();

    ClaimReader(ObjectNode claims) {
        this.claims = claims;
    }

    boolean has(String name) {
        return claims.has(name);
    }

    String text(String name, Pattern pattern) throws MalformedMessage {
        String text = optionalText(name, pattern);
        if (text == null) {
            throw new MalformedMessage("Add the claim " + name + ".");
        }
        return text;
    }

    @Nullable String optionalText(String name, Pattern pattern) throws MalformedMessage {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || !pattern.matcher(value.textValue()).matches()) {
            throw new MalformedMessage("Give the claim " + name + " as a string " + pattern + ".");
        }
        return value.textValue();
    }

    /** An integer in a string, since readers of JSON disagree about numbers above 2^53. */
    long integerInString(String name) throws MalformedMessage {
        try {
            return Long.parseLong(text(name, INTEGER));
        } catch (NumberFormatException e) {
            throw new MalformedMessage("Give the claim " + name + " within 64 bits.");
        }
    }

    int integer(String name, int min, int max) throws MalformedMessage {
        JsonNode value = take(name);
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < min
                || value.intValue() > max) {
            throw new MalformedMessage("Give the claim " + name + " as an integer from " + min + " to " + max + ".");
        }
        return value.intValue();
    }

    Instant time(String name) throws MalformedMessage {
        JsonNode value = take(name);
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > MAX_EPOCH_SECONDS) {
            throw new MalformedMessage("Give the claim " + name + " as whole seconds since 1970.");
        }
        return Instant.ofEpochSecond(value.longValue());
    }

    LocalDate date(String name) throws MalformedMessage {
        try {
            return LocalDate.parse(text(name, Texts.PROSE));
        } catch (DateTimeException e) {
            throw new MalformedMessage("Give the claim " + name + " as a date, YYYY-MM-DD.");
        }
    }

    boolean flag(String name) throws MalformedMessage {
        JsonNode value = take(name);
        if (value == null || !value.isBoolean()) {
            throw new MalformedMessage("Give the claim " + name + " as true or false.");
        }
        return value.booleanValue();
    }

    ClaimReader object(String name) throws MalformedMessage {
        if (take(name) instanceof ObjectNode object) {
            return new ClaimReader(object);
        }
        throw new MalformedMessage("Give the claim " + name + " as an object.");
    }

    /** From one to so many objects; what is wrong with one names its place, which counts from 0. */
    <T> List<T> objects(String name, int max, Each<T> each) throws MalformedMessage {
        if (!(take(name) instanceof ArrayNode array) || array.isEmpty() || array.size() > max) {
            throw new MalformedMessage("Give the claim " + name + " as an array of 1 to " + max + " objects.");
        }
        List<T> read = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String place = name + "[" + i + "]";
            if (!(array.get(i) instanceof ObjectNode object)) {
                throw new MalformedMessage(place + ": Give an object.");
            }
            try {
                read.add(each.read(new ClaimReader(object)));
            } catch (MalformedMessage e) {
                throw new MalformedMessage(place + ": " + e.detail());
            }
        }
        return read;
    }

    /** Reads one of many. */
    interface Each<T> {
        T read(ClaimReader members) throws MalformedMessage;
    }

    void nothingElse() throws MalformedMessage {
        if (claims.size() > read.size()) {
            throw new MalformedMessage(
                    "Leave out every claim but " + read.stream().sorted().toList() + ".");
        }
    }

    /** Makes a record whose own constructor checks what single claims cannot show. */
    static <T> T make(Supplier<T> constructor) throws MalformedMessage {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedMessage(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable JsonNode take(String name) {
        JsonNode value = claims.get(name);
        if (value != null) {
            read.add(name);
        }
        return value;
    }
}
