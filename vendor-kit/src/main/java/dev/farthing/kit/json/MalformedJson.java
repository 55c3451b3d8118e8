package dev.farthing.kit.json;

/** A text is not the one JSON object that was expected. Never carries any of the text. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1;

    MalformedJson(String message) {
        super(message);
    }
}
