package dev.farthing.bankfile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An element of a statement with all that is in it. What is asked for once must be there once: of two amounts, no one knows
 * which was meant.
 *
 * @param text without blanks around it; empty for an element that has children
 */
record XmlPart(String name, int line, Map<String, String> attributes, List<XmlPart> children, String text) {
    XmlPart one(String child) throws UnreadableStatement {
        XmlPart found = optional(child);
        if (found == null) {
            throw wrong(name + " has no " + child);
        }
        return found;
    }

    @Nullable XmlPart optional(String child) throws UnreadableStatement {
        List<XmlPart> found = all(child);
        if (found.size() > 1) {
            throw found.get(1).wrong(child + " stands twice in one " + name);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    List<XmlPart> all(String child) {
        return children.stream().filter(part -> part.name().equals(child)).toList();
    }

    /** The text of an element that has nothing but text, and not more of it than its type allows. */
    String text(int most) throws UnreadableStatement {
        if (!children.isEmpty() || text.isEmpty()) {
            throw wrong(name + " holds no text");
        }
        if (text.length() > most) {
            throw wrong(name + " is longer than " + most + " characters");
        }
        return text;
    }

    @Nullable String optionalText(String child, int most) throws UnreadableStatement {
        XmlPart found = optional(child);
        return found == null ? null : found.text(most);
    }

    /** Where an element that is overlooked would change what a statement says, one that nobody knows is refused. */
    void requireOnly(Set<String> known) throws UnreadableStatement {
        for (XmlPart child : children) {
            if (!known.contains(child.name())) {
                throw child.wrong("no " + child.name() + " belongs into " + name);
            }
        }
    }

    UnreadableStatement wrong(String what) {
        return new UnreadableStatement(line, what + "; ask the bank for a good file.");
    }
}
