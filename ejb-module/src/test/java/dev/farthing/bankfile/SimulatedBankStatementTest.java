package dev.farthing.bankfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.bankfile.BankStatement.Entry;
import dev.farthing.bankfile.BankStatement.Returned;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** The statement that the simulated bank wrote (its own tests compare the same file) is one that the house can read. */
class SimulatedBankStatementTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 30);
    private static final Returned CLOSED = new Returned("AC04", "account closed");

    @Test
    void readsPayoutsCollectionsReturnsAndTransfers() throws Exception {
        BankStatement statement = BankStatement.read(golden(), currency -> 2);

        assertThat(statement.statementId()).isEqualTo("BANK-STMT-00000001");
        assertThat(statement.createdOn()).isEqualTo(DAY);
        assertThat(statement.entries())
                .containsExactly(
                        entry(1, false, 10_00, "M-1-1", "R", null),
                        entry(2, false, 5_05, "M-1-2", "R", null),
                        entry(3, true, 5_05, "M-1-2", "R", CLOSED),
                        entry(4, true, 7_77, "M-2-1", "tab", null),
                        entry(5, true, 3_00, "M-2-2", "tab", null),
                        entry(6, false, 3_00, "M-2-2", "tab", CLOSED),
                        entry(7, true, 12_50, null, "FARTHING C-1: thanks", null));
    }

    /** A report within the day (camt.052) of the same generation has the same elements below its own two. */
    @Test
    void isInTheFormOfThePublishedSchema() throws IOException, SAXException {
        String report = new String(golden(), StandardCharsets.UTF_8)
                .replace("camt.053.001.08", "camt.052.001.08")
                .replace("BkToCstmrStmt>", "BkToCstmrAcctRpt>")
                .replace("Stmt>", "Rpt>");

        Schema.of("camt.052.001.08").validate(report.getBytes(StandardCharsets.UTF_8));
    }

    private static Entry entry(
            int number,
            boolean credit,
            long amount,
            @Nullable String endToEndId,
            String remittance,
            @Nullable Returned returned) {
        String reference = "00000001/" + number;
        return new Entry(number, credit, amount, DAY, endToEndId, remittance, returned, reference);
    }

    private static byte[] golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SimulatedBankStatementTest.class.getResourceAsStream("simulated-bank.xml"))) {
            return in.readAllBytes();
        }
    }
}
