package dev.farthing.kit.client;

/** Nobody took it, so nothing was booked and nothing will be: the server could not be reached, or was not there to take it. */
public final class NotSent extends ClientFailure {
    private static final long serialVersionUID = 1;

    NotSent(String why) {
        this("Nothing was sent, and nothing was booked: " + why, ".");
    }

    private NotSent(String sentence, String end) {
        super(sentence + end);
    }

    /** Somebody answered, but not Farthing. */
    static NotSent takenByNobody(int status) {
        return new NotSent("Nothing was booked: " + nobody(status), ".");
    }

    static String nobody(int status) {
        return "nobody took it, for the " + status
                + " that came is not Farthing's: the server is being stopped, a proxy has none behind it,"
                + " or the address is wrong; try again";
    }
}
