package dev.farthing.bankfile;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Reads files by other means than the code under test: a DOM, XPath and decimals. */
final class OtherReader {
    private final Document document;
    private final XPath xpath = XPathFactory.newInstance().newXPath();

    OtherReader(byte[] file) {
        try {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(file));
        } catch (Exception broken) {
            throw new AssertionError("The file cannot be parsed", broken);
        }
    }

    List<String> texts(String path) {
        try {
            NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent());
            }
            return texts;
        } catch (XPathExpressionException wrong) {
            throw new AssertionError(path, wrong);
        }
    }

    String text(String path) {
        List<String> texts = texts(path);
        if (texts.size() != 1) {
            throw new AssertionError(path + " stands there " + texts.size() + " times");
        }
        return texts.get(0);
    }

    BigDecimal sum(String path) {
        return texts(path).stream().map(String::strip).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
