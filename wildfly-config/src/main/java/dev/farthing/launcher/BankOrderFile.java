package dev.farthing.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a payment file (ISO 20022 {@code pain.001.001.09}, {@code pain.008.001.08}) as a bank would, with nothing of the code
 * that wrote it, and refuses what a bank would refuse. Texts are kept by their paths, one order at a time, so that the longest
 * file fits into the launcher.
 */
final class BankOrderFile extends DefaultHandler {
    static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final int MAX_TEXT_CHARS = 1_000;
    private static final int MAX_DEPTH = 32;

    private static final String PAYOUTS = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
    private static final String COLLECTIONS = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08";
    private static final Set<String> ORDERS = Set.of("CdtTrfTxInf", "DrctDbtTxInf");

    /** What was read. */
    record Content(String messageId, List<BankOrder> orders) {}

    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> group = new HashMap<>();
    private final Map<String, String> payment = new HashMap<>();
    private final Map<String, String> order = new HashMap<>();
    private final List<BankOrder> orders = new ArrayList<>();
    private final Set<String> endToEndIds = new HashSet<>();
    private String namespace = "";
    private int firstOfPayment;
    private boolean leaf;

    private BankOrderFile() {}

    /** @throws SAXException with a sentence, for a file that a bank would not take */
    static Content read(Path file) throws IOException, SAXException {
        if (Files.size(file) > MAX_BYTES) {
            throw new SAXException("the file is longer than " + MAX_BYTES + " bytes");
        }
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        BankOrderFile handler = new BankOrderFile();
        try (InputStream in = Files.newInputStream(file)) {
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.newSAXParser().parse(in, handler);
        } catch (ParserConfigurationException unknown) {
            throw new IllegalStateException("Java's own parser lacks a feature", unknown);
        }
        return new Content(handler.of(handler.group, "GrpHdr/MsgId"), List.copyOf(handler.orders));
    }

    @Override
    public void startElement(String uri, String name, String qualifiedName, Attributes attributes) throws SAXException {
        if (path.isEmpty()) {
            namespace = uri;
            require(uri.equals(PAYOUTS) || uri.equals(COLLECTIONS), "the bank takes no files of " + uri);
        }
        require(uri.equals(namespace), name + " is of another namespace");
        require(path.size() < MAX_DEPTH, "elements stand in one another too deep");
        path.addLast(name);
        leaf = true;
        text.setLength(0);
        String currency = attributes.getValue("Ccy");
        if (currency != null) {
            put("@Ccy", currency);
        }
        if (name.equals("PmtInf")) {
            payment.clear();
            firstOfPayment = orders.size();
        }
        if (ORDERS.contains(name)) {
            order.clear();
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        require(text.length() + length <= MAX_TEXT_CHARS, "a text is too long");
        text.append(characters, start, length);
    }

    @Override
    public void endElement(String uri, String name, String qualifiedName) throws SAXException {
        if (leaf) {
            put("", text.toString().strip());
        }
        leaf = false;
        text.setLength(0);
        if (ORDERS.contains(name)) {
            take();
        } else if (name.equals("PmtInf")) {
            requireTotals(payment, "", orders.subList(firstOfPayment, orders.size()));
        }
        path.removeLast();
    }

    @Override
    public void endDocument() throws SAXException {
        require(!orders.isEmpty(), "there are no orders in the file");
        requireTotals(group, "GrpHdr/", orders);
        of(group, "GrpHdr/CreDtTm");
    }

    /** Below the message; below the group of payments; below the order: each by its own path. */
    private void put(String attribute, String value) throws SAXException {
        List<String> names = List.copyOf(path);
        int payments = names.indexOf("PmtInf");
        boolean inOrder = payments >= 0 && names.size() > payments + 1 && ORDERS.contains(names.get(payments + 1));
        Map<String, String> scope = inOrder ? order : payments >= 0 ? payment : group;
        int from = Math.min(names.size(), inOrder ? payments + 2 : payments >= 0 ? payments + 1 : 2);
        String key = String.join("/", names.subList(from, names.size())) + attribute;
        require(scope.put(key, value) == null, key + " stands there twice");
    }

    private void take() throws SAXException {
        boolean collection = namespace.equals(COLLECTIONS);
        String side = collection ? "Dbtr" : "Cdtr";
        String amount = collection ? "InstdAmt" : "Amt/InstdAmt";
        String endToEndId = of(order, "PmtId/EndToEndId");
        require(endToEndIds.add(endToEndId), "the order " + endToEndId + " stands there twice");
        if (collection) {
            of(payment, "CdtrSchmeId/Id/PrvtId/Othr/Id");
            of(order, "DrctDbtTx/MndtRltdInf/MndtId");
            of(order, "DrctDbtTx/MndtRltdInf/DtOfSgntr");
        }
        orders.add(new BankOrder(
                collection,
                iban(payment, collection ? "CdtrAcct/Id/IBAN" : "DbtrAcct/Id/IBAN"),
                of(order, amount + "@Ccy"),
                amount(of(order, amount)),
                endToEndId,
                of(order, side + "/Nm"),
                iban(order, side + "Acct/Id/IBAN"),
                order.getOrDefault("RmtInf/Ustrd", "")));
    }

    private static BigDecimal amount(String text) throws SAXException {
        require(text.matches("[0-9]{1,18}(\\.[0-9]{1,5})?"), "'" + text + "' is no amount");
        BigDecimal amount = new BigDecimal(text);
        require(amount.signum() > 0, "an order of " + text + " moves nothing");
        return amount;
    }

    private String iban(Map<String, String> scope, String key) throws SAXException {
        String iban = of(scope, key);
        require(BankIban.isSound(iban), "'" + iban + "' is no IBAN");
        return iban;
    }

    private void requireTotals(Map<String, String> scope, String level, List<BankOrder> counted) throws SAXException {
        String number = of(scope, level + "NbOfTxs");
        require(number.equals(Integer.toString(counted.size())), "NbOfTxs is " + number + " for " + counted.size());
        BigDecimal sum = counted.stream().map(BankOrder::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal said = amount(of(scope, level + "CtrlSum"));
        require(sum.compareTo(said) == 0, "CtrlSum is " + said + " for " + sum);
    }

    private String of(Map<String, String> scope, String key) throws SAXException {
        String value = scope.getOrDefault(key, "");
        require(!value.isEmpty(), "there is no " + key);
        return value;
    }

    private static void require(boolean condition, String otherwise) throws SAXException {
        if (!condition) {
            throw new SAXException(otherwise);
        }
    }
}
