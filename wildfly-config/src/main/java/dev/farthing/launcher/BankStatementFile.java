package dev.farthing.launcher;

import dev.farthing.launcher.BankBooks.BankAccountKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the simulated bank (ISO 20022 {@code camt.053.001.08}).
 *
 * @param number of the statement, one more than that of the one before
 * @param writtenAt on the day that it is of
 */
record BankStatementFile(
        long number, BankAccountKey account, LocalDateTime writtenAt, BigDecimal opening, List<BankEntry> entries) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final Map<String, String> REASONS = Map.of(
            "AC01", "account number wrong",
            "AC04", "account closed",
            "AC06", "account blocked",
            "AM04", "insufficient funds",
            "MD01", "no mandate",
            "MD06", "refund asked for by the debtor",
            "MS03", "reason not given");

    String statementId() {
        return String.format(Locale.ROOT, "BANK-STMT-%08d", number);
    }

    String name() {
        return String.format(Locale.ROOT, "camt053-%08d-%s.xml", number, account.currency());
    }

    BigDecimal closing() {
        return entries.stream().map(BankEntry::signed).reduce(opening, BigDecimal::add);
    }

    void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            new Writing(xml).document();
            xml.writeEndDocument();
            xml.writeCharacters("\n");
            xml.close();
        } catch (XMLStreamException broken) {
            throw new IOException("The statement " + file + " cannot be written", broken);
        }
    }

    /** The elements, one on a line where people look for them. */
    private final class Writing {
        private final XMLStreamWriter xml;

        private Writing(XMLStreamWriter xml) {
            this.xml = xml;
        }

        void document() throws XMLStreamException {
            LocalDate day = writtenAt.toLocalDate();
            line();
            xml.writeStartElement("Document");
            xml.writeDefaultNamespace("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08");
            open("BkToCstmrStmt", "GrpHdr");
            leaf("MsgId", String.format(Locale.ROOT, "BANK-MSG-%08d", number));
            leaf("CreDtTm", TIME.format(writtenAt));
            close(1);
            line();
            open("Stmt");
            leaf("Id", statementId());
            leaf("ElctrncSeqNb", Long.toString(number));
            leaf("CreDtTm", TIME.format(writtenAt));
            open("Acct", "Id");
            leaf("IBAN", account.iban());
            close(1);
            leaf("Ccy", account.currency());
            close(1);
            balance("OPBD", opening, day);
            balance("CLBD", closing(), day);
            for (int i = 0; i < entries.size(); i++) {
                entry(entries.get(i), i + 1, day);
            }
            line();
        }

        private void balance(String code, BigDecimal balance, LocalDate day) throws XMLStreamException {
            line();
            open("Bal", "Tp", "CdOrPrtry");
            leaf("Cd", code);
            close(2);
            amount(balance.abs(), balance.signum() >= 0);
            day("Dt", day);
            close(1);
        }

        private void entry(BankEntry entry, int place, LocalDate day) throws XMLStreamException {
            String reference = String.format(Locale.ROOT, "%08d/%d", number, place);
            line();
            open("Ntry");
            leaf("NtryRef", Integer.toString(place));
            amount(entry.amount(), entry.credit());
            open("Sts");
            leaf("Cd", "BOOK");
            close(1);
            day("BookgDt", day);
            day("ValDt", day);
            leaf("AcctSvcrRef", reference);
            family(entry.family().split("-", -1));
            open("NtryDtls", "TxDtls", "Refs");
            leaf("AcctSvcrRef", reference);
            leaf("EndToEndId", entry.endToEndId());
            close(1);
            amount(entry.amount(), entry.credit());
            otherSide(entry);
            if (!entry.remittance().isEmpty()) {
                open("RmtInf");
                leaf("Ustrd", entry.remittance());
                close(1);
            }
            returned(entry);
            close(3);
        }

        private void family(String[] codes) throws XMLStreamException {
            open("BkTxCd", "Domn");
            leaf("Cd", codes[0]);
            open("Fmly");
            leaf("Cd", codes[1]);
            leaf("SubFmlyCd", codes[2]);
            close(3);
        }

        /** Who pays or is paid: the debtor of what is collected or came by itself, the creditor of what was paid out. */
        private void otherSide(BankEntry entry) throws XMLStreamException {
            String side = entry.family().contains("-ICDT-") ? "Cdtr" : "Dbtr";
            open("RltdPties");
            if (!entry.name().isEmpty()) {
                open(side, "Pty");
                leaf("Nm", entry.name());
                close(2);
            }
            open(side + "Acct", "Id");
            leaf("IBAN", entry.iban());
            close(3);
        }

        private void returned(BankEntry entry) throws XMLStreamException {
            if (entry.reason() == null) {
                return;
            }
            open("RtrInf", "Rsn");
            leaf("Cd", entry.reason());
            close(1);
            if (REASONS.containsKey(entry.reason())) {
                leaf("AddtlInf", REASONS.get(entry.reason()));
            }
            close(1);
        }

        private void amount(BigDecimal amount, boolean credit) throws XMLStreamException {
            xml.writeStartElement("Amt");
            xml.writeAttribute("Ccy", account.currency());
            xml.writeCharacters(amount.toPlainString());
            xml.writeEndElement();
            leaf("CdtDbtInd", credit ? "CRDT" : "DBIT");
        }

        private void day(String element, LocalDate day) throws XMLStreamException {
            open(element);
            leaf("Dt", day.toString());
            close(1);
        }

        private void open(String... elements) throws XMLStreamException {
            for (String element : elements) {
                xml.writeStartElement(element);
            }
        }

        private void close(int elements) throws XMLStreamException {
            for (int i = 0; i < elements; i++) {
                xml.writeEndElement();
            }
        }

        private void leaf(String element, @Nullable String text) throws XMLStreamException {
            open(element);
            xml.writeCharacters(text == null ? "" : text);
            close(1);
        }

        private void line() throws XMLStreamException {
            xml.writeCharacters("\n");
        }
    }
}
