package dev.farthing.outbox;

import jakarta.ejb.ApplicationException;

/**
 * Too many callers wait for events; read without waiting, or come back. An application's exception, since the container
 * writes every other into the log with its trace, and whoever is refused may ask again at once.
 */
@ApplicationException
public class FeedsFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedsFull() {
        super("Too many requests wait for events: ask without wait, or later again");
    }
}
