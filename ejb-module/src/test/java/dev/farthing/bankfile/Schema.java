package dev.farthing.bankfile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** The published schemas, as a library of others carries them. */
final class Schema {
    private final javax.xml.validation.Schema schema;

    private Schema(javax.xml.validation.Schema schema) {
        this.schema = schema;
    }

    static Schema of(String message) {
        URL file = Objects.requireNonNull(Schema.class.getResource("/" + message + ".xsd"));
        try {
            return new Schema(SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(file));
        } catch (SAXException broken) {
            throw new AssertionError("The schema of " + message + " cannot be read", broken);
        }
    }

    /** Throws what is wrong with a file. */
    void validate(byte[] file) throws SAXException, IOException {
        schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(file)));
    }
}
