package dev.farthing.bankfile;

import java.util.Random;

/** Texts as people and attackers write them. */
final class NastyText {
    private static final String[] PIECES = {
        "Müller",
        "& Söhne",
        "<Ustrd>",
        "]]>",
        "&amp;",
        "&#0;",
        "\u0000",
        "\u0007",
        "\uFFFE",
        "\uD800",
        "\uDC00",
        "😀",
        "王小明",
        "Γιώργος",
        "Щука",
        "ﷺ",
        "\u202E",
        "e\u0301\u0301\u0301",
        "\r\n",
        "\t",
        "''\"\"",
        "<!--",
        "<![CDATA[",
        "ß",
        "Æ",
        "ﬃ",
        "//",
        "/",
        "€ 5,-",
        "%s%n",
        "${x}",
        "'; drop table",
        "O'Neill",
        "ACME (1)",
        "-",
        "+",
        ":",
        "?"
    };

    private NastyText() {}

    /** Never blank. */
    static String of(Random random) {
        StringBuilder text = new StringBuilder("x");
        int pieces = random.nextInt(40);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
