package dev.farthing.bankfile;

/** Why nothing of a statement may be booked. The message is a sentence: where, what is wrong, and what would be right. */
public final class UnreadableStatement extends Exception {
    UnreadableStatement(int line, String what) {
        super("Line " + line + ": " + what);
    }

    UnreadableStatement(String what) {
        super(what);
    }
}
