package dev.farthing.lane;

/** The lane takes no more commands at the moment: nothing was begun, so the caller may try again shortly. */
public class LaneFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LaneFull(String lane) {
        super("Lane " + lane + " is full or closing");
    }
}
