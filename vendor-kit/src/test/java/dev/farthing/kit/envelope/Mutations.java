package dev.farthing.kit.envelope;

import java.util.Random;

/** Changes a compact text at random, always into another one. */
final class Mutations {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/{}\" \n\u00e9";
    private static final int MAX_CHANGES = 4;

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    String next(String original) {
        String text = original;
        int changes = 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes || text.equals(original); i++) {
            text = change(text);
        }
        return text;
    }

    private String change(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(8));
        String before = text.substring(0, from);
        String after = text.substring(from);
        String rest = text.substring(to);
        return switch (random.nextInt(6)) {
            case 0 -> before + any() + after;
            case 1 -> before + any() + (after.isEmpty() ? "" : after.substring(1));
            case 2 -> before + rest;
            case 3 -> before + text.substring(from, to) + after;
            case 4 -> before + "." + after;
            default -> before.isEmpty() ? after + any() : rest + before;
        };
    }

    private char any() {
        return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
}
