package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.farthing.launcher.BankAnswer.Fate;
import dev.farthing.launcher.BankAnswer.TakenFile;
import dev.farthing.launcher.BankAnswer.Written;
import dev.farthing.launcher.SimulatedBank.Instructions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated bank is given payment files written by hand and must say in its statements what became of every order. */
class SimulatedBankTest {
    private static final String HOUSE = "DE89370400440532013000";
    private static final String PAYEE = "DK5000400440116243";
    private static final String CLOSED = "GB82WEST12345698765432";
    private static final Clock EVENING = Clock.fixed(Instant.parse("2026-07-01T20:15:30.5Z"), ZoneOffset.UTC);
    private static final Instructions PLAIN = new Instructions(Map.of(), List.of(), null, null);

    /** What this bank wrote once; the domain's tests read the same file. */
    private static final Path GOLDEN =
            Path.of("..", "ejb-module", "src/test/resources/dev/farthing/bankfile/simulated-bank.xml");

    private Path root;
    private SimulatedBank bank;

    @BeforeEach
    void open(@TempDir Path empty) throws IOException {
        root = empty;
        bank = new SimulatedBank(new BankFolder(root), EVENING);
        Files.createDirectories(root.resolve("out"));
    }

    @Test
    void booksReturnsAndReceivesAsTheGoldenStatementSays() throws Exception {
        put("1-payouts.xml", payouts("M-1", "10.00", PAYEE, "5.05", CLOSED));
        put("2-collections.xml", collections("M-2", "7.77", PAYEE, "3.00", CLOSED));
        Instructions instructions = new Instructions(
                Map.of(CLOSED, "AC04"),
                List.of(BankTransfer.parse("12.50:EUR:" + PAYEE + ":FARTHING C-1: thanks")),
                null,
                LocalDate.of(2026, 6, 30));

        BankAnswer answer = bank.answer(instructions);

        assertThat(answer.refused()).isEmpty();
        assertThat(answer.statements())
                .containsExactly(
                        new Written("camt053-00000001-EUR.xml", "BANK-STMT-00000001", HOUSE, "EUR", 7, "0", "10.27"));
        assertThat(Files.readString(root.resolve("in/camt053-00000001-EUR.xml")))
                .isEqualTo(Files.readString(GOLDEN));
        JsonNode json = new ObjectMapper().readTree(answer.toJson());
        assertThat(json.path("settled").asInt()).isEqualTo(2);
        assertThat(json.path("returned").asInt()).isEqualTo(2);
        assertThat(json.path("transfers").asInt()).isEqualTo(1);
        assertThat(json.path("files").findValuesAsText("fate")).containsExactly("TAKEN", "TAKEN");
        assertThat(names("out")).isEmpty();
        assertThat(names("taken")).containsExactly("1-payouts.xml", "2-collections.xml");
        assertThat(names("in")).containsExactly("camt053-00000001-EUR.xml");
    }

    @Test
    void saysAloudThatItWasSentAFileTwiceAndBooksItOnce() throws Exception {
        put("a.xml", payouts("M-1", "10.00", PAYEE, "5.05", PAYEE));
        bank.answer(PLAIN);
        put("b.xml", payouts("M-1", "10.00", PAYEE, "5.05", PAYEE));
        put("c.xml", payouts("M-2", "1.00", PAYEE, "1.00", PAYEE));

        BankAnswer answer = bank.answer(PLAIN);

        assertThat(answer.files()).extracting(TakenFile::fate).containsExactly(Fate.DOUBLE, Fate.TAKEN);
        assertThat(answer.warnings())
                .containsExactly("REFUSED  b.xml: the message M-1 HAS BEEN SENT TWICE. Nothing of it was booked.");
        assertThat(answer.statements()).hasSize(1);
        assertThat(answer.statements().get(0).opening()).isEqualTo("-15.05");
        assertThat(answer.statements().get(0).closing()).isEqualTo("-17.05");
        assertThat(names("refused")).containsExactly("b.xml");
    }

    @Test
    void seesTheSameFileTwiceInOneRun() throws Exception {
        put("a.xml", payouts("M-1", "10.00", PAYEE, "5.05", PAYEE));
        put("b.xml", payouts("M-1", "10.00", PAYEE, "5.05", PAYEE));

        BankAnswer answer = bank.answer(PLAIN);

        assertThat(answer.files()).extracting(TakenFile::fate).containsExactly(Fate.TAKEN, Fate.DOUBLE);
        assertThat(answer.statements().get(0).closing()).isEqualTo("-15.05");
    }

    @Test
    void chainsBalancesAndNumbersOverDaysAndCurrencies() throws Exception {
        put("a.xml", payouts("M-1", "10.00", PAYEE, "5.05", PAYEE));
        put("b.xml", payouts("M-2", "1.00", PAYEE, "2.00", PAYEE).replace("EUR", "USD"));
        bank.answer(PLAIN);

        BankAnswer next = bank.answer(new Instructions(
                Map.of(),
                List.of(BankTransfer.parse("20:EUR:" + PAYEE + ":a"), BankTransfer.parse("1.5:USD:" + PAYEE + ":b")),
                null,
                null));

        assertThat(next.statements())
                .containsExactly(
                        new Written(
                                "camt053-00000003-EUR.xml", "BANK-STMT-00000003", HOUSE, "EUR", 1, "-15.05", "4.95"),
                        new Written(
                                "camt053-00000004-USD.xml", "BANK-STMT-00000004", HOUSE, "USD", 1, "-3.00", "-1.50"));
    }

    @Test
    void refusesWhatABankWouldRefuse() throws Exception {
        String good = payouts("M-1", "10.00", PAYEE, "5.05", PAYEE);
        String[][] faults = {
            {"NbOfTxs>2", "NbOfTxs>3", "NbOfTxs is 3 for 2"},
            {"CtrlSum>15.05", "CtrlSum>15.06", "CtrlSum is 15.06 for 15.05"},
            {"EndToEndId>M-1-2", "EndToEndId>M-1-1", "M-1-1 stands there twice"},
            {PAYEE, "DK5000400440116244", "no IBAN"},
            {">10.00<", ">0.00<", "moves nothing"},
            {">10.00<", ">1e1<", "no amount"},
            {"pain.001.001.09", "pain.001.001.03", "takes no files of"},
            {"<Nm>House</Nm></InitgPty>", "<Nm>House</Nm></InitgParty>", "cannot be read"},
            {"<MsgId>M-1</MsgId>", "", "no GrpHdr/MsgId"},
            {"<Document", "<!DOCTYPE Document><Document", "DOCTYPE"},
            {"<Cdtr><Nm>N</Nm></Cdtr>", "", "no Cdtr/Nm"}
        };
        for (String[] fault : faults) {
            String spoilt = good.replace(fault[0], fault[1]);
            assertThat(spoilt).isNotEqualTo(good);
            put("a.xml", spoilt);

            BankAnswer answer = bank.answer(PLAIN);

            assertThat(answer.files()).extracting(TakenFile::fate).as(fault[0]).containsExactly(Fate.UNREADABLE);
            assertThat(answer.warnings().get(0)).contains(fault[2]);
            assertThat(answer.statements()).isEmpty();
        }
        put("a.xml", good);
        assertThat(bank.answer(PLAIN).refused()).isEmpty();
    }

    @Test
    void keepsToTheAccountThatItIsToldOf() throws Exception {
        put("a.xml", payouts("M-1", "10.00", PAYEE, "5.05", PAYEE));

        BankAnswer answer = bank.answer(new Instructions(Map.of(), List.of(), PAYEE, null));

        assertThat(answer.files()).extracting(TakenFile::fate).containsExactly(Fate.FOREIGN);
        assertThat(answer.statements()).isEmpty();
    }

    @Test
    void leavesFilesAloneThatAreStillBeingWritten() throws Exception {
        put(".a.xml.tmp", "<Document");

        BankAnswer answer = bank.answer(PLAIN);

        assertThat(answer.lines()).containsExactly("There is nothing to answer.");
        assertThat(names("out")).containsExactly(".a.xml.tmp");
    }

    @Test
    void writesALongDayIntoSeveralStatements() throws Exception {
        StringBuilder orders = new StringBuilder();
        for (int i = 1; i <= 10_001; i++) {
            orders.append(payout("L-" + i, "0.01", PAYEE));
        }
        put("long.xml", payoutFile("M-1", 10_001, "100.01", orders.toString()));

        List<Written> statements = bank.answer(PLAIN).statements();

        assertThat(statements).extracting(Written::entries).containsExactly(10_000, 1);
        assertThat(statements.get(1).opening()).isEqualTo(statements.get(0).closing());
        assertThat(statements.get(1).closing()).isEqualTo("-100.01");
    }

    @Test
    void refusesATransferOutOfForm() {
        for (String text : new String[] {
            "",
            "1:EUR",
            "1:EUR:" + PAYEE,
            "0:EUR:" + PAYEE + ":x",
            "-1:EUR:" + PAYEE + ":x",
            "1:eur:" + PAYEE + ":x",
            "1:EUR:DK5000400440116244:x",
            "1:EUR:" + PAYEE + ":" + "x".repeat(141)
        }) {
            assertThatThrownBy(() -> BankTransfer.parse(text))
                    .as(text)
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("--transfer");
        }
    }

    @Test
    void refusesAMemoryThatItCannotRead() throws IOException {
        Files.writeString(root.resolve("bank.json"), "{\"lastStatement\":");

        assertThatThrownBy(() -> bank.answer(PLAIN)).isInstanceOf(Problem.class).hasMessageContaining("bank.json");
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(root.resolve("out").resolve(name), text);
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String payouts(String message, String one, String oneIban, String two, String twoIban) {
        String sum = new BigDecimal(one).add(new BigDecimal(two)).toPlainString();
        return payoutFile(message, 2, sum, payout(message + "-1", one, oneIban) + payout(message + "-2", two, twoIban));
    }

    private static String payout(String endToEndId, String amount, String iban) {
        return """
                <CdtTrfTxInf><PmtId><EndToEndId>%s</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">%s</InstdAmt></Amt>
                <Cdtr><Nm>N</Nm></Cdtr><CdtrAcct><Id><IBAN>%s</IBAN></Id></CdtrAcct><RmtInf><Ustrd>R</Ustrd></RmtInf>
                </CdtTrfTxInf>
                """.formatted(endToEndId, amount, iban);
    }

    private static String payoutFile(String message, int count, String sum, String orders) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
                <GrpHdr><MsgId>%1$s</MsgId><CreDtTm>2026-06-30T21:00:00Z</CreDtTm><NbOfTxs>%2$d</NbOfTxs>
                <CtrlSum>%3$s</CtrlSum><InitgPty><Nm>House</Nm></InitgPty></GrpHdr>
                <PmtInf><PmtInfId>%1$s</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>%2$d</NbOfTxs><CtrlSum>%3$s</CtrlSum>
                <ReqdExctnDt><Dt>2026-07-01</Dt></ReqdExctnDt><Dbtr><Nm>House</Nm></Dbtr>
                <DbtrAcct><Id><IBAN>%4$s</IBAN></Id></DbtrAcct>
                <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>
                %5$s</PmtInf></CstmrCdtTrfInitn></Document>
                """.formatted(message, count, sum, HOUSE, orders);
    }

    private static String collections(String message, String one, String oneIban, String two, String twoIban) {
        String sum = new BigDecimal(one).add(new BigDecimal(two)).toPlainString();
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"><CstmrDrctDbtInitn>
                <GrpHdr><MsgId>%1$s</MsgId><CreDtTm>2026-06-30T21:00:00Z</CreDtTm><NbOfTxs>2</NbOfTxs>
                <CtrlSum>%2$s</CtrlSum><InitgPty><Nm>House</Nm></InitgPty></GrpHdr>
                <PmtInf><PmtInfId>%1$s</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>2</NbOfTxs><CtrlSum>%2$s</CtrlSum>
                <ReqdColltnDt>2026-07-01</ReqdColltnDt><Cdtr><Nm>House</Nm></Cdtr>
                <CdtrAcct><Id><IBAN>%3$s</IBAN></Id></CdtrAcct>
                <CdtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></CdtrAgt>
                <CdtrSchmeId><Id><PrvtId><Othr><Id>DE98ZZZ09999999999</Id></Othr></PrvtId></Id></CdtrSchmeId>
                %4$s%5$s</PmtInf></CstmrDrctDbtInitn></Document>
                """.formatted(
                        message,
                        sum,
                        HOUSE,
                        collection(message + "-1", one, oneIban),
                        collection(message + "-2", two, twoIban));
    }

    private static String collection(String endToEndId, String amount, String iban) {
        return """
                <DrctDbtTxInf><PmtId><EndToEndId>%s</EndToEndId></PmtId><InstdAmt Ccy="EUR">%s</InstdAmt>
                <DrctDbtTx><MndtRltdInf><MndtId>MANDATE</MndtId><DtOfSgntr>2026-01-01</DtOfSgntr></MndtRltdInf></DrctDbtTx>
                <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>
                <Dbtr><Nm>D</Nm></Dbtr><DbtrAcct><Id><IBAN>%s</IBAN></Id></DbtrAcct>
                <RmtInf><Ustrd>tab</Ustrd></RmtInf></DrctDbtTxInf>
                """.formatted(endToEndId, amount, iban);
    }
}
