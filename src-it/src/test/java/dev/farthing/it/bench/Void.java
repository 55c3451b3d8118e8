package dev.farthing.it.bench;

/** A part that does not count, and why: something that it left behind is not as it must be. */
final class Void extends Exception {
    private static final long serialVersionUID = 1L;

    Void(String message) {
        super(message);
    }

    static void unless(boolean condition, String message, Object... values) throws Void {
        if (!condition) {
            throw new Void(String.format(message, values));
        }
    }
}
