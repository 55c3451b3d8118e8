package dev.farthing.web.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.device.DeviceState;
import dev.farthing.device.Devices;
import dev.farthing.kit.envelope.KeyFamily;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A device as it stands in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceJson(
        String kid,
        String name,
        KeyFamily family,
        DeviceState state,
        String createdAt,
        @Nullable String revokedAt) {

    static DeviceJson of(Devices.Device device) {
        @Nullable Instant revokedAt = device.revokedAt();
        return new DeviceJson(
                device.kid(),
                device.name(),
                device.family(),
                device.state(),
                device.createdAt().toString(),
                revokedAt == null ? null : revokedAt.toString());
    }
}
