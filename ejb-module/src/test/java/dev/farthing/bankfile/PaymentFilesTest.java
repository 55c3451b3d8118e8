package dev.farthing.bankfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.seed.Seed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/**
 * Files for the bank are valid by the published schemas and say to another reader what was ordered, whatever names and texts
 * the orders carry.
 */
class PaymentFilesTest {
    private static final Schema PAIN_001 = Schema.of("pain.001.001.09");
    private static final Schema PAIN_008 = Schema.of("pain.008.001.08");
    private static final BankAccount BANK = new BankAccount("Farthing Bank", "DE89370400440532013000", "COBADEFFXXX");
    private static final BankAccount PAYEE = new BankAccount("Ærø Bogbinderi", "DK5000400440116243", null);
    private static final Creditor CREDITOR = new Creditor(BANK, "DE98ZZZ09999999999");
    private static final SignedMandate MANDATE = new SignedMandate("M-1", LocalDate.of(2026, 1, 2));

    private final Random random = Seed.of(PaymentFilesTest.class);

    @Test
    void writesPayoutsThatTheSchemaAndAnotherReaderAgreeOn() throws Exception {
        for (int round = 0; round < 100; round++) {
            FileHead head = head(round % 3 == 0 ? "EUR" : "USD", 2);
            List<CreditTransfer> transfers = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(20); i++) {
                transfers.add(new CreditTransfer("P-" + round + "-" + i, amount(), account(), NastyText.of(random)));
            }

            byte[] file = CreditTransfers.write(head, BANK, transfers);

            PAIN_001.validate(file);
            OtherReader read = new OtherReader(file);
            assertTotals(read, transfers.size(), sum(transfers.stream().map(CreditTransfer::amountMinor), 2));
            assertThat(read.texts("//CdtTrfTxInf/PmtId/EndToEndId"))
                    .isEqualTo(
                            transfers.stream().map(CreditTransfer::endToEndId).toList());
            assertThat(read.texts("//CdtTrfTxInf/CdtrAcct/Id/IBAN"))
                    .isEqualTo(transfers.stream()
                            .map(transfer -> transfer.creditor().iban())
                            .toList());
            assertThat(read.texts("//InstdAmt/@Ccy")).containsOnly(head.currency());
        }
    }

    @Test
    void writesCollectionsThatTheSchemaAndAnotherReaderAgreeOn() throws Exception {
        for (int round = 0; round < 100; round++) {
            FileHead head = head("EUR", 2);
            List<DirectDebit> debits = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(20); i++) {
                SignedMandate mandate = new SignedMandate("M/" + i, LocalDate.of(2020 + i % 6, 2, 28));
                debits.add(new DirectDebit("C-" + round + "-" + i, amount(), account(), mandate, NastyText.of(random)));
            }

            byte[] file = DirectDebits.write(head, CREDITOR, debits);

            PAIN_008.validate(file);
            OtherReader read = new OtherReader(file);
            assertTotals(read, debits.size(), sum(debits.stream().map(DirectDebit::amountMinor), 2));
            assertThat(read.texts("//DrctDbtTxInf//MndtId"))
                    .isEqualTo(debits.stream()
                            .map(debit -> debit.mandate().reference())
                            .toList());
            assertThat(read.texts("//DrctDbtTxInf/DbtrAcct/Id/IBAN"))
                    .isEqualTo(
                            debits.stream().map(debit -> debit.debtor().iban()).toList());
        }
    }

    @Test
    void saysWhoPaysWhomWhenAndHow() {
        byte[] file = CreditTransfers.write(
                head("EUR", 2), BANK, List.of(new CreditTransfer("P-1", 1_05, PAYEE, "Udbetaling juni")));

        OtherReader read = new OtherReader(file);
        assertThat(read.text("//GrpHdr/CreDtTm")).isEqualTo("2026-06-30T21:00:01Z");
        assertThat(read.text("//PmtInf/BtchBookg")).isEqualTo("false");
        assertThat(read.text("//PmtInf/PmtTpInf/SvcLvl/Cd")).isEqualTo("SEPA");
        assertThat(read.text("//PmtInf/ReqdExctnDt/Dt")).isEqualTo("2026-07-01");
        assertThat(read.text("//PmtInf/DbtrAcct/Id/IBAN")).isEqualTo(BANK.iban());
        assertThat(read.text("//PmtInf/DbtrAgt//BICFI")).isEqualTo("COBADEFFXXX");
        assertThat(read.text("//PmtInf/ChrgBr")).isEqualTo("SLEV");
        assertThat(read.text("//InstdAmt")).isEqualTo("1.05");
        assertThat(read.text("//Cdtr/Nm")).isEqualTo("AEro Bogbinderi");
        assertThat(read.text("//RmtInf/Ustrd")).isEqualTo("Udbetaling juni");
    }

    @Test
    void saysWhoCollectsByWhatRight() {
        byte[] file = DirectDebits.write(
                head("EUR", 2), CREDITOR, List.of(new DirectDebit("C-1", 99, PAYEE, MANDATE, "Regning juni")));

        OtherReader read = new OtherReader(file);
        assertThat(read.text("//PmtTpInf/LclInstrm/Cd")).isEqualTo("CORE");
        assertThat(read.text("//PmtTpInf/SeqTp")).isEqualTo("RCUR");
        assertThat(read.text("//PmtInf/ReqdColltnDt")).isEqualTo("2026-07-01");
        assertThat(read.text("//CdtrSchmeId/Id/PrvtId/Othr/Id")).isEqualTo("DE98ZZZ09999999999");
        assertThat(read.text("//CdtrSchmeId/Id/PrvtId/Othr/SchmeNm/Prtry")).isEqualTo("SEPA");
        assertThat(read.text("//DrctDbtTx/MndtRltdInf/DtOfSgntr")).isEqualTo("2026-01-02");
        assertThat(read.text("//DrctDbtTxInf/DbtrAgt/FinInstnId/Othr/Id")).isEqualTo("NOTPROVIDED");
        assertThat(read.text("//InstdAmt")).isEqualTo("0.99");
    }

    @Test
    void speaksOfSepaInEurosOnlyAndKeepsEachCurrencysDecimals() throws Exception {
        byte[] yen = CreditTransfers.write(head("JPY", 0), BANK, List.of(new CreditTransfer("P-1", 105, PAYEE, "")));
        byte[] dinar = CreditTransfers.write(head("KWD", 3), BANK, List.of(new CreditTransfer("P-1", 105, PAYEE, "")));

        PAIN_001.validate(yen);
        PAIN_001.validate(dinar);
        assertThat(new OtherReader(yen).text("//InstdAmt")).isEqualTo("105");
        assertThat(new OtherReader(dinar).text("//InstdAmt")).isEqualTo("0.105");
        assertThat(new OtherReader(yen).texts("//SvcLvl")).isEmpty();
        assertThat(new OtherReader(yen).texts("//RmtInf")).isEmpty();
    }

    @Test
    void writesTheSameBytesForTheSameOrders() {
        List<CreditTransfer> transfers =
                List.of(new CreditTransfer("P-2", 2, PAYEE, "b"), new CreditTransfer("P-1", 1, PAYEE, "a"));

        byte[] once = CreditTransfers.write(head("EUR", 2), BANK, transfers);

        assertThat(CreditTransfers.write(head("EUR", 2), BANK, transfers)).isEqualTo(once);
        assertThat(new String(once, StandardCharsets.UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"")
                .endsWith("</Document>\n");
        assertThat(new OtherReader(once).texts("//EndToEndId")).containsExactly("P-2", "P-1");
    }

    @Test
    void isRefusedByTheSchemaWhenSomethingIsBroken() {
        byte[] file = CreditTransfers.write(head("EUR", 2), BANK, List.of(new CreditTransfer("P-1", 105, PAYEE, "x")));
        String text = new String(file, StandardCharsets.UTF_8);
        for (String[] change : new String[][] {
            {"<IBAN>DK50", "<IBAN>dk50"},
            {"<EndToEndId>P-1</EndToEndId>", ""},
            {">1.05</InstdAmt>", ">1,05</InstdAmt>"},
            {"<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>FREE</ChrgBr>"},
            {"001.09\"", "001.03\""}
        }) {
            String broken = text.replace(change[0], change[1]);

            assertThat(broken).isNotEqualTo(text);
            assertThatThrownBy(() -> PAIN_001.validate(broken.getBytes(StandardCharsets.UTF_8)))
                    .as(change[0])
                    .isInstanceOf(SAXException.class);
        }
        assertThatCode(() -> PAIN_001.validate(file)).doesNotThrowAnyException();
    }

    @Test
    void refusesAFileThatABankWouldRefuse() {
        FileHead head = head("EUR", 2);
        CreditTransfer one = new CreditTransfer("P-1", 1, PAYEE, "");
        assertRefused(() -> CreditTransfers.write(head, BANK, List.of()), "1 to 50000");
        assertRefused(() -> CreditTransfers.write(head, BANK, List.of(one, one)), "P-1 stands twice");
        assertRefused(
                () -> CreditTransfers.write(
                        head, BANK, List.of(new CreditTransfer("P-1", 100_000_000_000L, PAYEE, ""))),
                "999999999.99");
        List<CreditTransfer> huge = List.of(
                new CreditTransfer("P-1", 999_999_999_999_999_999L, PAYEE, ""),
                new CreditTransfer("P-2", 1, PAYEE, ""));
        assertRefused(() -> CreditTransfers.write(head("USD", 2), BANK, huge), "18 digits");
        List<CreditTransfer> many = new ArrayList<>();
        for (int i = 0; i <= PaymentFile.MAX_ORDERS; i++) {
            many.add(new CreditTransfer("P-" + i, 1, PAYEE, ""));
        }
        assertRefused(() -> CreditTransfers.write(head, BANK, many), "50001");
    }

    @Test
    void refusesWhatIsOutOfFormBeforeItCanSpoilAFile() {
        for (String id : new String[] {
            "", " ", "a".repeat(36), "ä", "/a", "a/", "a//b", " a", "a ", "a\n", "NOTPROVIDED", "a_b", "<a>"
        }) {
            assertRefused(() -> new CreditTransfer(id, 1, PAYEE, ""), "end-to-end id");
        }
        assertRefused(() -> new CreditTransfer("P-1", 0, PAYEE, ""), "P-1 is 0");
        assertRefused(() -> new DirectDebit("C-1", -1, PAYEE, MANDATE, ""), "C-1 is -1");
        assertRefused(() -> new BankAccount(" ", PAYEE.iban(), null), "name");
        for (String iban :
                new String[] {"", "DK5000400440116244", "dk5000400440116243", "DK50 0040 0440 1162 43", "DK50"}) {
            assertRefused(() -> new BankAccount("N", iban, null), "no IBAN");
        }
        assertRefused(() -> new BankAccount("N", PAYEE.iban(), "DABADKK"), "no BIC");
        assertRefused(() -> new Creditor(BANK, "DE99ZZZ09999999999"), "creditor identifier");
        assertRefused(() -> new SignedMandate("", LocalDate.of(2026, 1, 1)), "mandate reference");
        assertRefused(() -> new SignedMandate("M", LocalDate.of(10_000, 1, 1)), "10000");
        assertRefused(() -> head("FARTHING", 2), "ISO 4217");
        assertRefused(() -> head("EUR", 6), "0 to 5 decimals");
        assertRefused(() -> new FileHead("a//b", Instant.EPOCH, LocalDate.of(2026, 1, 1), "EUR", 2), "message id");
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    private static void assertTotals(OtherReader read, int count, BigDecimal sum) {
        for (String level : new String[] {"//GrpHdr", "//PmtInf"}) {
            assertThat(read.text(level + "/NbOfTxs")).isEqualTo(Integer.toString(count));
            assertThat(read.text(level + "/CtrlSum")).isEqualTo(sum.toPlainString());
        }
        assertThat(read.texts("//InstdAmt")).hasSize(count);
        assertThat(read.sum("//InstdAmt")).isEqualByComparingTo(sum);
    }

    private static BigDecimal sum(Stream<Long> amountsMinor, int minorDigits) {
        return amountsMinor
                .map(amount -> BigDecimal.valueOf(amount, minorDigits))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static FileHead head(String currency, int minorDigits) {
        return new FileHead(
                "F-2026-06-30/1",
                Instant.parse("2026-06-30T21:00:01.987Z"),
                LocalDate.of(2026, 7, 1),
                currency,
                minorDigits);
    }

    private long amount() {
        return 1 + random.nextLong(99_999_999_999L) / (1L << random.nextInt(36));
    }

    private BankAccount account() {
        List<String> ibans = List.of("DK5000400440116243", "GB82WEST12345698765432", "NO9386011117947");
        return new BankAccount(
                NastyText.of(random),
                ibans.get(random.nextInt(ibans.size())),
                random.nextBoolean() ? "DABADKKK" : null);
    }
}
