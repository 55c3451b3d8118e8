package dev.farthing.notification;

import java.time.Instant;

/** Something that a customer is told about; {@code payload} is the JSON of the event that caused it. */
public record CustomerNotice(long id, String kind, String payload, Instant createdAt) {}
