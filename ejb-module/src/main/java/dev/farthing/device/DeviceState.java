package dev.farthing.device;

/** The life of a device: it signs for its customer until it is revoked, for good. */
public enum DeviceState {
    ACTIVE,
    REVOKED
}
