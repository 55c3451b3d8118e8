package dev.farthing.kit.client;

import java.time.Duration;

/**
 * How long a client keeps trying.
 *
 * @param requestTimeout for one whole exchange
 * @param maxAttempts of one submission, 1 to 100
 * @param firstPause before the second attempt; doubled before each further one
 * @param maxPause the longest pause; a server that asks for more with {@code Retry-After} ends the trying
 */
public record Patience(Duration requestTimeout, int maxAttempts, Duration firstPause, Duration maxPause) {
    /**
     * Thirty seconds an exchange, six attempts over about six seconds of pauses. The server says within twenty seconds
     * what it knows; whoever hangs up before that learns less.
     */
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(30), 6, Duration.ofMillis(200), Duration.ofSeconds(10));

    private static final int MOST_ATTEMPTS = 100;

    /** Checks the bound. */
    public Patience {
        if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("Give maxAttempts from 1 to " + MOST_ATTEMPTS + ".");
        }
    }

    Duration pauseAfter(int attempt) {
        Duration pause = firstPause;
        for (int i = 1; i < attempt && pause.compareTo(maxPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(maxPause) < 0 ? pause : maxPause;
    }
}
