package dev.farthing.audit;

/** How the trail names those who change something. */
public final class Actors {
    private Actors() {}

    /** A human at the bank. */
    public static String operator(String name) {
        return "operator:" + name;
    }
}
