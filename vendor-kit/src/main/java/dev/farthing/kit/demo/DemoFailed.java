package dev.farthing.kit.demo;

/** The server did not do what it promises; the text says what, in a sentence. */
final class DemoFailed extends Exception {
    private static final long serialVersionUID = 1;

    DemoFailed(String sentence) {
        super(sentence);
    }
}
