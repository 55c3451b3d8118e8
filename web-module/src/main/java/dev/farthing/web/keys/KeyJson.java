package dev.farthing.web.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.keys.KeyLife;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key and where it stands in its life. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyJson(
        String kid,
        String usage,
        String family,
        String state,
        String createdAt,
        String changedAt,
        @Nullable String retiresAt) {
    static KeyJson of(KeyLife key) {
        @Nullable Instant retiresAt = key.retiresAt();
        return new KeyJson(
                key.kid(),
                key.usage().name(),
                key.family().name(),
                key.state().name(),
                key.createdAt().toString(),
                key.changedAt().toString(),
                retiresAt == null ? null : retiresAt.toString());
    }
}
