package dev.farthing.it.bench;

/** A part that does not count, and why: something that it left behind is not as it must be. */
final class Voided extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Voided(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    static void unless(boolean condition, String message, Object... values) throws Voided {
        if (!condition) {
            throw new Voided(String.format(message, values));
        }
    }
}
