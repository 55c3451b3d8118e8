package dev.farthing.bankfile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A payment file while it is written: the elements that orders to pay and orders to collect have in common. */
final class PaymentFile {
    /** A bank takes a file of this length in one piece; the night writes several where it has more. */
    static final int MAX_ORDERS = 50_000;

    private static final String SEPA = "SEPA";
    private static final String SEPA_CURRENCY = "EUR";

    /** The SEPA rulebooks' own limit of one order: 999 999 999.99. */
    private static final long MAX_SEPA_CENTS = 99_999_999_999L;

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private final FileHead head;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter xml;

    /** @param message such as {@code pain.001.001.09} */
    PaymentFile(FileHead head, String message) {
        this.head = head;
        try {
            // The JDK's own writer and not the server's, so that the bytes are the same wherever they are written.
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("Document");
            xml.writeDefaultNamespace("urn:iso:std:iso:20022:tech:xsd:" + message);
        } catch (XMLStreamException broken) {
            throw cannotHappen(broken);
        }
    }

    /** What all orders of a file come to. */
    record Total(int count, long sumMinor) {}

    /**
     * Counts the orders and adds them up.
     *
     * @throws IllegalArgumentException for a file without orders, with too many, or with one that is there twice
     */
    static Total total(FileHead head, List<String> endToEndIds, List<Long> amountsMinor) {
        if (endToEndIds.isEmpty() || endToEndIds.size() > MAX_ORDERS) {
            throw new IllegalArgumentException("A payment file holds 1 to " + MAX_ORDERS + " orders, not "
                    + endToEndIds.size() + ": write none where there is nothing to order, and several for more");
        }
        Set<String> seen = new HashSet<>();
        for (String id : endToEndIds) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException(
                        "The end-to-end id " + id + " stands twice in one file: give each order one of its own");
            }
        }
        long sum = 0;
        for (long amount : amountsMinor) {
            requireSepaAmount(head, amount);
            sum = MinorUnits.add(sum, amount);
        }
        return new Total(endToEndIds.size(), sum);
    }

    private static void requireSepaAmount(FileHead head, long amountMinor) {
        if (head.currency().equals(SEPA_CURRENCY) && head.minorDigits() == 2 && amountMinor > MAX_SEPA_CENTS) {
            throw new IllegalArgumentException("An amount of " + MinorUnits.toText(amountMinor, 2)
                    + " EUR is more than SEPA takes in one order (999999999.99): order it in parts");
        }
    }

    void groupHeader(Total total, String initiator) {
        open("GrpHdr");
        leaf("MsgId", head.messageId());
        leaf("CreDtTm", DATE_TIME.format(utcSeconds(head.createdAt())));
        total(total);
        open("InitgPty");
        leaf("Nm", SepaText.name(initiator));
        close(2);
    }

    private static OffsetDateTime utcSeconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
    }

    /** The one group of orders of a file: it has the file's own id. Each order is booked by itself, to be answered by itself. */
    void openPayments(String method, Total total) {
        open("PmtInf");
        leaf("PmtInfId", head.messageId());
        leaf("PmtMtd", method);
        leaf("BtchBookg", "false");
        total(total);
    }

    private void total(Total total) {
        leaf("NbOfTxs", Integer.toString(total.count()));
        leaf("CtrlSum", MinorUnits.toText(total.sumMinor(), head.minorDigits()));
    }

    boolean isSepa() {
        return head.currency().equals(SEPA_CURRENCY);
    }

    void serviceLevel() {
        open("SvcLvl");
        leaf("Cd", SEPA);
        close(1);
    }

    /** SLEV: each side pays its own bank, as SEPA wants it. */
    void chargeBearer() {
        leaf("ChrgBr", "SLEV");
    }

    void date(String element) {
        leaf(element, head.executionDate().toString());
    }

    void paymentId(String endToEndId) {
        open("PmtId");
        leaf("EndToEndId", endToEndId);
        close(1);
    }

    void instructedAmount(long amountMinor) {
        try {
            xml.writeStartElement("InstdAmt");
            xml.writeAttribute("Ccy", head.currency());
            xml.writeCharacters(MinorUnits.toText(amountMinor, head.minorDigits()));
            xml.writeEndElement();
        } catch (XMLStreamException broken) {
            throw cannotHappen(broken);
        }
    }

    void party(String element, BankAccount account) {
        open(element);
        leaf("Nm", SepaText.name(account.name()));
        close(1);
    }

    void account(String element, BankAccount account) {
        open(element);
        open("Id");
        leaf("IBAN", account.iban());
        close(2);
    }

    /** The account's bank; since the SEPA goes by the IBAN alone, it may be left open, but not left out. */
    void agent(String element, BankAccount account) {
        open(element);
        open("FinInstnId");
        if (account.bic() != null) {
            leaf("BICFI", account.bic());
        } else {
            open("Othr");
            leaf("Id", Form.NOT_PROVIDED);
            close(1);
        }
        close(2);
    }

    void creditorScheme(String creditorId) {
        open("CdtrSchmeId");
        open("Id");
        open("PrvtId");
        open("Othr");
        leaf("Id", creditorId);
        open("SchmeNm");
        leaf("Prtry", SEPA);
        close(5);
    }

    void remittance(String text) {
        String folded = SepaText.remittance(text);
        if (!folded.isEmpty()) {
            open("RmtInf");
            leaf("Ustrd", folded);
            close(1);
        }
    }

    void open(String element) {
        try {
            xml.writeStartElement(element);
        } catch (XMLStreamException broken) {
            throw cannotHappen(broken);
        }
    }

    void close(int elements) {
        try {
            for (int i = 0; i < elements; i++) {
                xml.writeEndElement();
            }
        } catch (XMLStreamException broken) {
            throw cannotHappen(broken);
        }
    }

    void leaf(String element, String text) {
        try {
            xml.writeStartElement(element);
            xml.writeCharacters(text);
            xml.writeEndElement();
        } catch (XMLStreamException broken) {
            throw cannotHappen(broken);
        }
    }

    byte[] end() {
        try {
            xml.writeEndDocument();
            xml.writeCharacters("\n");
            xml.close();
        } catch (XMLStreamException broken) {
            throw cannotHappen(broken);
        }
        return bytes.toByteArray();
    }

    /** There is nothing beneath but memory. */
    private static IllegalStateException cannotHappen(XMLStreamException broken) {
        return new IllegalStateException("A payment file cannot be written", broken);
    }
}
