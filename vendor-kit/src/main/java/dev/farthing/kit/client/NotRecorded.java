package dev.farthing.kit.client;

/** Nothing was sent, since the journal could not take it: what is not recorded cannot be settled after a crash. */
public final class NotRecorded extends ClientFailure {
    private static final long serialVersionUID = 1;

    NotRecorded(String why) {
        super("Nothing was sent, since it could not be recorded: " + why);
    }
}
