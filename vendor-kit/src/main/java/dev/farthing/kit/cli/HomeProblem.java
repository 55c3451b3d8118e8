package dev.farthing.kit.cli;

/** Something in the home folder cannot be used; the text says what to do. */
final class HomeProblem extends Exception {
    private static final long serialVersionUID = 1;

    HomeProblem(String message) {
        super(message);
    }
}
