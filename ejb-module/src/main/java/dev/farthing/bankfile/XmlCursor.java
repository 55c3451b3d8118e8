package dev.farthing.bankfile;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a statement from front to back, element by element, so that only one entry of a long one is held at a time. It
 * trusts nothing: no document type, no entity, no other file, no other namespace, and no more than its limits.
 */
final class XmlCursor {
    static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_DEPTH = 32;

    /** What may hold anything of anybody's, and is never read. */
    private static final String FOREIGN = "SplmtryData";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String namespace;
    private final XMLStreamReader xml;
    private int depth;

    XmlCursor(byte[] bytes, String namespace) throws UnreadableStatement {
        this.namespace = namespace;
        String text = decoded(bytes);
        try {
            xml = factory().createXMLStreamReader(new StringReader(text));
        } catch (XMLStreamException broken) {
            throw new UnreadableStatement("The file is no XML: " + firstLine(broken));
        }
        String encoding = xml.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw new UnreadableStatement(
                    "The file says that it is written in " + encoding + "; ask the bank for one in UTF-8.");
        }
    }

    /** The JDK's own reader and not the server's, whose settings belong to everybody. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, name) -> {
            throw new XMLStreamException("it asks for another file");
        });
        return factory;
    }

    /** Decoded here and not by the parser, which takes what is no UTF-8 for something else in places. */
    private static String decoded(byte[] bytes) throws UnreadableStatement {
        if (bytes.length > MAX_BYTES) {
            throw new UnreadableStatement("The file has " + bytes.length
                    + " bytes; ask the bank for statements of at most " + MAX_BYTES + ".");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException otherEncoding) {
            throw new UnreadableStatement("The file is not written in UTF-8; ask the bank for one that is.");
        }
    }

    /** Steps into the one element that must come next. */
    void enter(String element) throws UnreadableStatement {
        String found = nextChild();
        if (!element.equals(found)) {
            throw wrong("there is " + (found == null ? "nothing" : found) + " where " + element + " should be");
        }
    }

    /** Steps into the next element in this one; null, having left this one, if there is none. */
    @Nullable String nextChild() throws UnreadableStatement {
        while (true) {
            int event = next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    requireNamespace();
                    return xml.getLocalName();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return null;
                }
                default -> requireBlank(event);
            }
        }
    }

    /** To the very end of the file, after its one element has been left. */
    void end() throws UnreadableStatement {
        int event = next();
        while (event != XMLStreamConstants.END_DOCUMENT) {
            requireBlank(event);
            event = next();
        }
    }

    /** Leaves the element just entered without a look at what is in it. */
    void skip() throws UnreadableStatement {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    /** Reads and leaves the element just entered. */
    XmlPart part() throws UnreadableStatement {
        String name = xml.getLocalName();
        int line = line();
        Map<String, String> attributes = attributes();
        List<XmlPart> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            if (event != XMLStreamConstants.START_ELEMENT) {
                if (isText(event)) {
                    text.append(xml.getText());
                }
            } else if (xml.getLocalName().equals(FOREIGN)) {
                children.add(new XmlPart(FOREIGN, line(), Map.of(), List.of(), ""));
                skip();
            } else {
                requireNamespace();
                children.add(part());
            }
        }
        String kept = text.toString().strip();
        if (!children.isEmpty() && !kept.isEmpty()) {
            throw wrong("text stands between the elements of " + name);
        }
        return new XmlPart(name, line, attributes, List.copyOf(children), kept);
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return attributes;
    }

    private int next() throws UnreadableStatement {
        int event = step();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                depth++;
                if (depth > MAX_DEPTH) {
                    throw wrong("elements stand in one another more than " + MAX_DEPTH + " deep");
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw wrong("a statement has no document type and no entities of its own");
            default -> {
                // Text, comments and processing instructions change nothing here.
            }
        }
        return event;
    }

    /** The one place that touches the parser: what breaks it is the file's fault, whatever it throws. */
    private int step() throws UnreadableStatement {
        try {
            if (!xml.hasNext()) {
                throw wrong("the file ends before the statement does");
            }
            return xml.next();
        } catch (XMLStreamException broken) {
            throw wrong("the XML is broken (" + firstLine(broken) + ")");
        } catch (RuntimeException lost) {
            throw wrong("the XML is broken beyond what a parser can say");
        }
    }

    private void requireBlank(int event) throws UnreadableStatement {
        if (isText(event) && !xml.getText().isBlank()) {
            throw wrong("text stands between elements");
        }
    }

    private static boolean isText(int event) {
        return Set.of(XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE)
                .contains(event);
    }

    private void requireNamespace() throws UnreadableStatement {
        String found = xml.getNamespaceURI();
        if (!namespace.equals(found)) {
            throw wrong(xml.getLocalName() + " is of " + (found == null ? "no namespace" : found) + ", not of "
                    + namespace);
        }
    }

    UnreadableStatement wrong(String what) {
        return new UnreadableStatement(line(), what + "; ask the bank for a good file.");
    }

    private int line() {
        return xml.getLocation().getLineNumber();
    }

    /** A parser's message begins with its place, on a line of its own. */
    private static String firstLine(XMLStreamException broken) {
        String message = String.valueOf(broken.getMessage());
        String said = message.substring(message.indexOf("Message:") < 0 ? 0 : message.indexOf("Message:") + 8);
        return said.strip().lines().findFirst().orElse("nothing more is known");
    }
}
