package dev.farthing.web.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** @param challenge of a pending encryption key: a sealed message to it that holds a nonce */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OfferedKeyJson(
        String kid, String usage, String state, @Nullable String challenge) {}
