package dev.farthing.bankfile;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names and remittances in the characters that every bank of the SEPA takes: the Latin set of EPC217-08, by its conversions
 * for Latin, Greek and Cyrillic letters. What has none there becomes a dot, so that a reader sees that something stood there.
 */
final class SepaText {
    static final int MAX_NAME_CHARS = 70;
    static final int MAX_REMITTANCE_CHARS = 140;

    /** A longer text is cut before anything is done with it: nothing behind this can reach a file. */
    private static final int MAX_READ_CHARS = 2_000;

    private static final String ALLOWED_SIGNS = "/-?:().,'+ ";

    /** Capitals and what they become; the small ones follow them. */
    private static final String LETTERS = """
            Æ AE Œ OE Ø O Ł L Đ D Ð D Þ TH Ħ H Ŧ T ẞ SS
            Α A Β V Γ G Δ D Ε E Ζ Z Η I Θ TH Ι I Κ K Λ L Μ M Ν N Ξ X Ο O Π P Ρ R Σ S Τ T Υ Y Φ F Χ CH Ψ PS Ω O
            А A Б B В V Г G Д D Е E Ж ZH З Z И I Й Y К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х H Ц TS Ч CH Ш SH
            Щ SHT Ъ A Ь Y Ы Y Э E Ю YU Я YA
            """;

    private static final String SIGNS = """
            ı i ς s & + ; , [ ( ] ) { ( } ) \\ / | / _ - ~ - ` ' ¿ ? € E ‘ ' ’ ' “ ' ” ' „ ' « ' » ' – - — - ‐ - − -
            """;

    private static final Map<Integer, String> CONVERSIONS = conversions();

    private SepaText() {}

    static String name(String text) {
        String folded = fold(text, MAX_NAME_CHARS);
        return folded.isEmpty() ? Form.NOT_PROVIDED : folded;
    }

    /** Empty if there is nothing to say. */
    static String remittance(String text) {
        return fold(text, MAX_REMITTANCE_CHARS);
    }

    private static String fold(String text, int most) {
        String read = text.length() <= MAX_READ_CHARS ? text : text.substring(0, MAX_READ_CHARS);
        StringBuilder folded = new StringBuilder();
        // Letters that the table has as they are (the Cyrillic short i) must not be taken apart before it is asked.
        Normalizer.normalize(read, Normalizer.Form.NFC).codePoints().forEach(sign -> append(folded, sign));
        String line = folded.toString().replaceAll(" {2,}", " ").strip();
        return line.length() <= most ? line : line.substring(0, most).strip();
    }

    private static void append(StringBuilder folded, int sign) {
        if (isAllowed(sign)) {
            folded.appendCodePoint(sign);
        } else if (CONVERSIONS.containsKey(sign)) {
            folded.append(CONVERSIONS.get(sign));
        } else if (Character.isWhitespace(sign) || Character.isSpaceChar(sign) || Character.isISOControl(sign)) {
            folded.append(' ');
        } else {
            appendApart(folded, sign);
        }
    }

    /** A letter without its accents, a ligature as its letters; the compatible form also unfolds full-width letters. */
    private static void appendApart(StringBuilder folded, int sign) {
        String apart = Normalizer.normalize(Character.toString(sign), Normalizer.Form.NFKD);
        apart.codePoints().filter(part -> !isMark(part)).forEach(part -> {
            if (isAllowed(part)) {
                folded.appendCodePoint(part);
            } else {
                folded.append(CONVERSIONS.getOrDefault(part, "."));
            }
        });
    }

    private static boolean isAllowed(int sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || ALLOWED_SIGNS.indexOf(sign) >= 0;
    }

    private static boolean isMark(int sign) {
        int type = Character.getType(sign);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FORMAT;
    }

    private static Map<Integer, String> conversions() {
        Map<Integer, String> table = new HashMap<>();
        putPairs(table, LETTERS.toLowerCase(Locale.ROOT));
        putPairs(table, LETTERS);
        putPairs(table, SIGNS);
        return Map.copyOf(table);
    }

    private static void putPairs(Map<Integer, String> table, String pairs) {
        String[] parts = pairs.strip().split("\\s+", -1);
        for (int i = 0; i < parts.length; i += 2) {
            table.put(parts[i].codePointAt(0), parts[i + 1]);
        }
    }
}
