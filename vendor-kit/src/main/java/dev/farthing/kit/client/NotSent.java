package dev.farthing.kit.client;

/** Nobody took it, so nothing was booked and nothing will be: the server could not be reached, or was not there to take it. */
public final class NotSent extends ClientFailure {
    private static final long serialVersionUID = 1;

    private NotSent(String sentence) {
        super(sentence);
    }

    static NotSent unreachable(String why) {
        return new NotSent("Nothing was sent, and nothing was booked: " + why + ".");
    }

    /** Somebody answered, but not Farthing. */
    static NotSent takenByNobody(int status) {
        return new NotSent("Nothing was booked: " + nobody(status) + ".");
    }

    /** What such an answer is, and what to do: part of a sentence. */
    static String nobody(int status) {
        return "nobody took it, for the " + status
                + " that came is not Farthing's: the server is being stopped, a proxy has none behind it,"
                + " or the address is wrong; try again";
    }
}
