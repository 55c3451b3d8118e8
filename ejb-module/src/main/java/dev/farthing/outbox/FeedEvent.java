package dev.farthing.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * An event in a public feed.
 *
 * @param number in this feed: 1, 2, 3… without gaps
 * @param at when it happened
 * @param data a JSON object
 */
public record FeedEvent(long number, UUID id, String topic, Instant at, String data) {}
