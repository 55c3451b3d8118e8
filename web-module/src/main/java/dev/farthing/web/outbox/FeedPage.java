package dev.farthing.web.outbox;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.farthing.outbox.EventFeed;
import dev.farthing.outbox.FeedEvent;
import dev.farthing.web.problem.BadRequest;
import java.time.Duration;
import java.util.List;

/**
 * A page of a feed.
 *
 * @param next what to ask for next, as {@code after}
 */
public record FeedPage(List<Item> events, long next) {
    static final int LONGEST_WAIT_SECONDS = 30;

    static final String EXAMPLE =
            "{\"events\":[{\"number\":17,\"id\":\"01958f6e-7a8b-7c9d-8e0f-1a2b3c4d5e6f\",\"topic\":\"vendor.status\","
                    + "\"at\":\"2026-03-02T09:30:00Z\",\"data\":{\"vendor\":\"newsstand\",\"from\":\"SUSPENDED\","
                    + "\"to\":\"ACTIVE\"}}],\"next\":17}";

    /** One event; {@code data} is as its topic has it. */
    public record Item(
            long number,
            String id,
            String topic,
            String at,
            @JsonRawValue String data) {}

    static FeedPage of(List<FeedEvent> events, long after) {
        return new FeedPage(
                events.stream().map(FeedPage::item).toList(),
                events.isEmpty() ? after : events.get(events.size() - 1).number());
    }

    static void check(long after, int limit) {
        if (after < 0) {
            throw new BadRequest(400, "WRONG_NUMBER", "Ask for what comes after 0 or more");
        }
        if (limit < 1 || limit > EventFeed.MOST_ON_A_PAGE) {
            throw new BadRequest(400, "WRONG_LIMIT", "A page has 1 to " + EventFeed.MOST_ON_A_PAGE + " events");
        }
    }

    static Duration patience(int waitSeconds) {
        if (waitSeconds < 0 || waitSeconds > LONGEST_WAIT_SECONDS) {
            throw new BadRequest(400, "WRONG_WAIT", "Wait for 0 to " + LONGEST_WAIT_SECONDS + " seconds");
        }
        return Duration.ofSeconds(waitSeconds);
    }

    private static Item item(FeedEvent event) {
        return new Item(
                event.number(), event.id().toString(), event.topic(), event.at().toString(), event.data());
    }
}
