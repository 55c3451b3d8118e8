package dev.farthing.bankfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.bankfile.BankStatement.Entry;
import dev.farthing.bankfile.BankStatement.Returned;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A statement is read whole or not at all, and says which line is wrong and why. */
class BankStatementTest {
    private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

    @Test
    void readsWhatHappenedOnTheAccount() throws UnreadableStatement {
        BankStatement statement = read(Camt.message(
                1_000_00,
                1_004_50,
                Camt.entry(-5_50, "BOOK", Camt.transactions(Camt.transaction("P-1", -5_50, "")))
                        + Camt.entry(10_00, "BOOK", "<NtryDtls><Btch><NbOfTxs>1</NbOfTxs></Btch></NtryDtls>")));

        assertThat(statement.messageId()).isEqualTo("B-MSG-7");
        assertThat(statement.statementId()).isEqualTo("B-STMT-7");
        assertThat(statement.iban()).isEqualTo(Camt.IBAN);
        assertThat(statement.currency()).isEqualTo("EUR");
        assertThat(statement.createdOn()).isEqualTo(DAY);
        assertThat(statement.entries())
                .containsExactly(
                        new Entry(1, false, 5_50, DAY, "P-1", null, null, "REF-550"),
                        new Entry(2, true, 10_00, DAY, null, null, null, "REF-1000"));
    }

    @Test
    void tellsAReturnWithItsReason() throws UnreadableStatement {
        BankStatement statement = read(Camt.message(
                0,
                7_50,
                Camt.entry(5_50, "BOOK", Camt.transactions(Camt.transaction("P-1", 5_50, Camt.returned("AC04"))))
                        + Camt.entry(2_00, "BOOK", Camt.transactions(Camt.transaction("P-2", 2_00, "<RtrInf/>")))));

        assertThat(statement.entries().get(0).returned()).isEqualTo(new Returned("AC04", "Account is closed"));
        assertThat(statement.entries().get(1).returned()).isEqualTo(new Returned("MS03", null));
    }

    @Test
    void takesABatchApart() throws UnreadableStatement {
        String details = Camt.transactions(
                        Camt.transaction("C-1", 4_00, "<RmtInf><Ustrd>one</Ustrd><Ustrd>two</Ustrd></RmtInf>"),
                        Camt.transaction("NOTPROVIDED", 7_00, ""))
                + Camt.transactions(Camt.transaction("C-3", -1_00, ""));
        BankStatement statement = read(Camt.message(-3_00, 7_00, Camt.entry(10_00, "BOOK", details)));

        assertThat(statement.entries())
                .containsExactly(
                        new Entry(1, true, 4_00, DAY, "C-1", "one two", null, "REF-1000"),
                        new Entry(2, true, 7_00, DAY, null, null, null, "REF-1000"),
                        new Entry(3, false, 1_00, DAY, "C-3", null, null, "REF-1000"));
    }

    @Test
    void readsAStructuredReferenceWhereThereIsNoText() throws UnreadableStatement {
        String remittance = "<RmtInf><Strd/><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>";
        BankStatement statement = read(Camt.message(
                0, 1_00, Camt.entry(1_00, "BOOK", Camt.transactions(Camt.transaction("X", 1_00, remittance)))));

        assertThat(statement.entries().get(0).remittance()).isEqualTo("RF18539007547034");
    }

    @Test
    void countsOnlyWhatIsBooked() throws UnreadableStatement {
        BankStatement statement = read(Camt.message(
                0, 1_00, Camt.entry(9_00, "PDNG", "") + Camt.entry(8_00, "INFO", "") + Camt.entry(1_00, "BOOK", "")));

        assertThat(statement.entries()).containsExactly(new Entry(1, true, 1_00, DAY, null, null, null, "REF-100"));
    }

    @Test
    void passesOverWhatSaysNothingOfMoney() throws UnreadableStatement {
        String text = Camt.message(0, 0, "<AddtlStmtInf>hello</AddtlStmtInf>")
                .replace("</Stmt>", "</Stmt><SplmtryData><x xmlns=\"urn:bank\">1<y/></x></SplmtryData>")
                .replace("<Document", "<!-- a comment --><?bank hint?><Document");

        assertThat(read("\uFEFF" + text).entries()).isEmpty();
    }

    @Test
    void needsNoBalancesButWantsThemToAgree() throws UnreadableStatement {
        String text = Camt.message(0, 1_00, Camt.entry(1_00, "BOOK", ""));

        assertThat(read(text.replace("CLBD", "CLAV")).entries()).hasSize(1);
        assertRefused(text.replace("OPBD", "PRCD").replace("0.00</Amt>", "0.01</Amt>"), "does not add up");
    }

    @Test
    void refusesAStatementThatDoesNotAddUp() {
        String text = Camt.message(1_00, 2_01, Camt.entry(1_00, "BOOK", ""));

        assertRefused(text, "opens with 100, its entries come to 100, but it closes with 201");
    }

    @Test
    void refusesABatchWhosePartsAreNotTheWhole() {
        assertRefused(
                Camt.message(
                        0,
                        9_00,
                        Camt.entry(
                                9_00,
                                "BOOK",
                                Camt.transactions(
                                        Camt.transaction("C-1", 4_00, ""), Camt.transaction("C-2", 4_00, "")))),
                "come to 800, but the entry is of 900");
        assertRefused(
                Camt.message(
                        0,
                        9_00,
                        Camt.entry(
                                9_00,
                                "BOOK",
                                Camt.transactions(Camt.transaction("C-1", 9_00, ""), "<TxDtls></TxDtls>"))),
                "one of several transactions of an entry has no Amt");
    }

    @Test
    void refusesWhatStandsTwiceWhereOneIsMeant() {
        String text = Camt.message(
                0,
                1_00,
                Camt.entry(1_00, "BOOK", Camt.transactions(Camt.transaction("C-1", 1_00, Camt.returned("AC04")))));
        for (String element : new String[] {
            "MsgId",
            "CreDtTm",
            "Acct",
            "IBAN",
            "Ccy",
            "Amt Ccy=\"EUR\"",
            "CdtDbtInd",
            "Sts",
            "BookgDt",
            "AcctSvcrRef",
            "EndToEndId",
            "Refs",
            "RtrInf",
            "Rsn",
            "Stmt"
        }) {
            String name = element.split(" ", -1)[0];
            int from = text.indexOf("<" + element + ">");
            int to = text.indexOf("</" + name + ">", from) + name.length() + 3;
            String doubled = text.substring(0, to) + text.substring(from, to) + text.substring(to);

            assertRefused(doubled, name.equals("Stmt") ? "a second Stmt" : "twice");
        }
        assertRefused(text.replace("CLBD", "OPBD"), "OPBD stands twice");
        assertRefused(text + text, "XML is broken");
    }

    @Test
    void refusesElementsThatNobodyKnowsWhereTheyMatter() {
        String text = Camt.message(
                0,
                1_00,
                Camt.entry(1_00, "BOOK", Camt.transactions(Camt.transaction("C-1", 1_00, Camt.returned("AC04")))));

        assertRefused(text.replace("RtrInf>", "RtrInfo>"), "no RtrInfo belongs into TxDtls");
        assertRefused(text.replace("EndToEndId>", "EndToEndID>"), "no EndToEndID belongs into Refs");
        assertRefused(text.replace("TxDtls>", "TxDetails>"), "no TxDetails belongs into NtryDtls");
        assertRefused(text.replace("NtryDtls>", "Details>"), "no Details belongs into Ntry");
        assertRefused(text.replace("Ntry>", "Entry>"), "no Entry belongs into Stmt");
        assertRefused(text.replace("<Ntry>", "<Ntry xmlns=\"urn:other\">"), "Ntry is of urn:other");
        assertRefused(text.replace("<Rsn><Cd>", "<Rsn>late<Cd>"), "text stands between");
    }

    @Test
    void refusesValuesThatAreNone() {
        String text = Camt.message(0, 1_00, Camt.entry(1_00, "BOOK", ""));

        assertRefused(text.replace("<Amt Ccy=\"EUR\">1.00", "<Amt Ccy=\"USD\">1.00"), "in USD on an account in EUR");
        assertRefused(text.replace("<Amt Ccy=\"EUR\">1.00", "<Amt>1.00"), "no currency");
        assertRefused(text.replace(">1.00<", ">1.001<"), "'1.001' is no amount in EUR of at most 2 decimals");
        assertRefused(text.replace(">1.00<", ">-1.00<"), "no amount");
        assertRefused(text.replace(">CRDT<", ">CRED<"), "neither CRDT nor DBIT");
        assertRefused(text.replace(">BOOK<", ">DONE<"), "status DONE");
        assertRefused(text.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>"), "Sts has no Cd");
        assertRefused(text.replace("<Dt>2026-07-01</Dt></BookgDt>", "<Dt>2026-02-30</Dt></BookgDt>"), "no date");
        assertRefused(text.replace("<BookgDt><Dt>2026-07-01</Dt></BookgDt>", ""), "Ntry has no BookgDt");
        assertRefused(text.replace(Camt.IBAN, "DE89370400440532013001"), "no IBAN");
        assertRefused(text.replace("<Ccy>EUR</Ccy>", "<Ccy>euro</Ccy>"), "Ccy is longer");
        assertRefused(text.replace("B-STMT-7", "x".repeat(36)), "Id is longer than 35");
        assertRefused(text.replace("B-MSG-7", " "), "MsgId holds no text");
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertThatThrownBy(() -> read(Camt.message(0, 0, "<Nothing/>")))
                .isInstanceOf(UnreadableStatement.class)
                .hasMessage("Line 13: no Nothing belongs into Stmt; ask the bank for a good file.");
    }

    @Test
    void refusesAnotherMessage() {
        String text = Camt.message(0, 0, "");

        assertRefused(text.replace("camt.053.001.08", "camt.053.001.02"), "not of urn:iso:std:iso:20022");
        assertRefused(text.replace("camt.053.001.08", "camt.052.001.08"), "not of urn:iso:std:iso:20022");
        assertRefused(text.replace(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"", ""), "no namespace");
        assertRefused(text.replace("BkToCstmrStmt", "BkToCstmrAcctRpt"), "BkToCstmrAcctRpt where BkToCstmrStmt");
        assertRefused("", "XML is broken");
        assertRefused("MT940", "XML is broken");
        assertRefused("{}", "XML is broken");
    }

    @Test
    void refusesAFileThatBreaksOffWherever() {
        String text =
                Camt.message(0, 1_00, Camt.entry(1_00, "BOOK", Camt.transactions(Camt.transaction("C-1", 1_00, ""))));
        for (int length = 0; length < text.strip().length(); length++) {
            assertRefused(text.substring(0, length), "");
        }
    }

    @Test
    void refusesOtherEncodings() {
        String text = Camt.message(0, 1_00, Camt.entry(1_00, "BOOK", "<AddtlNtryInf>Grüße</AddtlNtryInf>"));
        for (Charset other : new Charset[] {StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16}) {
            assertThatThrownBy(() -> BankStatement.read(text.getBytes(other), currency -> 2))
                    .isInstanceOf(UnreadableStatement.class)
                    .hasMessageContaining("not written in UTF-8");
        }
        assertRefused(text.replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\""), "written in ISO-8859-1");
    }

    @Test
    void readsNoOtherFileAndNoEntities(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "<Id>SECRET</Id>");
        String text = Camt.message(0, 0, "");
        for (String type : new String[] {
            "<!DOCTYPE Document>",
            "<!DOCTYPE Document SYSTEM \"" + secret.toUri() + "\">",
            "<!DOCTYPE Document [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE Document [<!ENTITY x \"" + "y".repeat(100) + "\">]>"
        }) {
            String typed = text.replace("<Document", type + "<Document");
            assertRefused(typed, "");
            assertRefused(typed.replace("<Id>B-STMT-7</Id>", "<Id>&x;</Id>"), "");
        }
        assertRefused(text.replace("<Id>B-STMT-7</Id>", "<Id>&x;</Id>"), "");
    }

    @Test
    void keepsItsLimits() {
        assertThatThrownBy(() -> BankStatement.read(new byte[XmlCursor.MAX_BYTES + 1], currency -> 2))
                .isInstanceOf(UnreadableStatement.class)
                .hasMessageContaining("at most 16777216");
        assertRefused(Camt.message(0, 0, "<AddtlStmtInf>" + "<a>".repeat(100_000)), "more than 32 deep");
        assertRefused(
                Camt.message(0, 0, Camt.entry(0, "BOOK", "<NtryDtls>" + "<TxDtls/>".repeat(2) + "</NtryDtls>")),
                "no Amt");
        String least = "<Ntry><Amt Ccy=\"EUR\">0</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
                + "<BookgDt><Dt>2026-07-01</Dt></BookgDt></Ntry>";
        assertRefused(Camt.message(0, 0, least.repeat(100_001)), "more than 100000 entries");
    }

    @Test
    void refusesSumsThatNoBankHas() {
        String most = "<Ntry><Amt Ccy=\"EUR\">9999999999999999.99</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd>"
                + "</Sts><BookgDt><Dt>2026-07-01</Dt></BookgDt></Ntry>";

        assertRefused(Camt.message(0, 0, most.repeat(10)), "more than can be counted");
        assertRefused(Camt.message(0, 0, most.repeat(9)), "does not add up");
    }

    private static BankStatement read(String text) throws UnreadableStatement {
        return BankStatement.read(Camt.bytes(text), currency -> 2);
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnreadableStatement.class)
                .hasMessageContaining(why);
    }
}
