package dev.farthing.kit.client;

/** Nothing was sent, so nothing was booked and nothing will be: the server could not be reached. */
public final class NotSent extends ClientFailure {
    private static final long serialVersionUID = 1;

    NotSent(String why) {
        super("Nothing was sent, and nothing was booked: " + why + ".");
    }
}
