package dev.farthing.kit.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.Page;
import dev.farthing.kit.client.Rejected;
import dev.farthing.kit.client.VendorApi;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is for sale, asked of the server now and then: a stale price is caught by the payment's guard. */
final class Shelf {
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** The most items that are shown. */
    static final int MAX_OFFERS = 1_000;

    private final VendorApi api;
    private final Clock clock;
    private List<Offer> offers = List.of();
    private Instant askedAt = Instant.MIN;

    Shelf(VendorApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** The offers as they were at most {@link #MAX_AGE} ago; after a failure, as they were last known. */
    synchronized List<Offer> offers() throws InterruptedException {
        Instant now = clock.instant();
        if (askedAt.equals(Instant.MIN) || !now.isBefore(askedAt.plus(MAX_AGE))) {
            askedAt = now;
            try {
                offers = ask(now);
            } catch (Rejected | IOException e) {
                // The next visitor asks again.
            }
        }
        return offers;
    }

    Optional<Offer> offer(String item) throws InterruptedException {
        return offers().stream().filter(offer -> offer.item().equals(item)).findFirst();
    }

    /** A price has changed under a customer's hands: ask before the next page. */
    synchronized void forget() {
        askedAt = Instant.MIN;
    }

    private List<Offer> ask(Instant now) throws Rejected, IOException, InterruptedException {
        List<Offer> found = new ArrayList<>();
        Page page = new Page(null, Page.MAX_LIMIT);
        while (found.size() < MAX_OFFERS) {
            ObjectNode answer = api.items(page);
            for (JsonNode item : answer.path("items")) {
                Offer.read(item, now).ifPresent(found::add);
            }
            if (!answer.hasNonNull("next")) {
                break;
            }
            page = new Page(answer.path("next").asText(), Page.MAX_LIMIT);
        }
        return List.copyOf(found);
    }
}
