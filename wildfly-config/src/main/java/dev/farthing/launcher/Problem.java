package dev.farthing.launcher;

/** What stops a command, as a plain sentence that says what to do. The user never sees more than the sentence. */
final class Problem extends Exception {

    Problem(String sentence) {
        super(sentence);
    }

    Problem(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence; the superclass allows null, this class does not. */
    String sentence() {
        String message = getMessage();
        return message == null ? "Something failed without saying what." : message;
    }
}
