package dev.farthing.outbox;

/** Too many callers wait for events; read without waiting, or come back. */
public class FeedsFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedsFull() {
        super("Too many requests wait for events: ask without wait, or later again");
    }
}
