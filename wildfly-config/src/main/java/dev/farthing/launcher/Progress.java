package dev.farthing.launcher;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the person who waits what is being done, how far it is, and how long it has taken. */
final class Progress {

    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String text) {
        out.printf(Locale.ROOT, "[%6.1f s] %s%n", seconds(), text);
        out.flush();
    }

    void plain(String text) {
        out.println(text);
        out.flush();
    }

    long millis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
