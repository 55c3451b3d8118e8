package dev.farthing.kit.shop;

/** A page under construction: what comes from outside goes through {@link #text}, and becomes text wherever it stands. */
final class Html {
    private final StringBuilder page = new StringBuilder();

    /** Markup of the shop's own, never anything from outside. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Any text, in an element or a quoted attribute. */
    Html text(String any) {
        for (int i = 0; i < any.length(); i++) {
            char c = any.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(Character.isISOControl(c) && c != '\n' ? ' ' : c);
            }
        }
        return this;
    }

    /** A field that the customer does not see. */
    Html hidden(String name, String value) {
        return raw("<input type=\"hidden\" name=\"")
                .text(name)
                .raw("\" value=\"")
                .text(value)
                .raw("\">");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
