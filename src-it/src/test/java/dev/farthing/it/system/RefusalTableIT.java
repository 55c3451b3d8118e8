package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.farthing.it.system.RefusalTable.Row;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every refusal that vendors read of is reached through the sealed door, is told before each one that stands below it, and
 * books nothing. Method: the rows are generated from {@code docs/reference/refusals.md}. Each situation has all of a row's
 * faults; the first must be told, again and again. Then it alone is mended, and a new id must be told the second, which
 * shows that both applied; with one fault only, it must then be accepted.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTableIT {
    private final FarthingServer server;
    private final RefusalPage page = new RefusalPage();
    private final Town town;
    private final Town elsewhere;
    private int singles;
    private int pairs;

    RefusalTableIT(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.ED25519);
        this.elsewhere = new Town(server, KeyFamily.P256);
    }

    @AfterAll
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
        Trial.say(
                "%d codes; %d rows of one, %d of two; %d that cannot be",
                page.codes().size(),
                singles,
                pairs,
                RefusalTable.ALL.stream().mapToInt(RefusalTable::impossibleRows).sum());
    }

    @Test
    void everyCodeHasARow() {
        assertThat(page.codes())
                .isNotEmpty()
                .allSatisfy(code -> assertThat(RefusalTable.ALL).as(code).anyMatch(kind -> kind.knows(code)));
    }

    /** Why the table has no rows of a closed account with a payment that is not firm. */
    @Test
    void aCustomerIsNotClosedWhileAPaymentIsNotFirm() throws Exception {
        ReturnSituation situation = new ReturnSituation(false, town, elsewhere, List.of());
        situation.prepare();

        situation.setStatus("CLOSING").expect(200);
        assertThat(situation.setStatus("CLOSED").expect(409).code()).isEqualTo("NOT_DRAINED");
    }

    @TestFactory
    Stream<DynamicTest> purchases() {
        return RefusalTable.PURCHASE.rows(page.codes()).stream()
                .map(row -> dynamicTest(row.toString(), () -> {
                    boolean ofItsOwn = row.codes().contains("VENDOR_NOT_ACTIVE");
                    Town vendor = ofItsOwn ? new Town(server, KeyFamily.P256) : town;
                    tell(row, new PurchaseSituation(vendor, elsewhere, row.codes()));
                }));
    }

    /** The other ways to the same refusals. */
    @TestFactory
    Stream<DynamicTest> waysToOne() throws Exception {
        List<String> inactive = List.of("VENDOR_NOT_ACTIVE");
        List<String> unsold = List.of("ITEM_NOT_ON_SALE");
        Town closing = new Town(server, KeyFamily.P256);
        Town closed = new Town(server, KeyFamily.P256);
        return Stream.of(
                dynamicTest(
                        "a vendor that is closing",
                        () -> told(
                                new PurchaseSituation(closing, elsewhere, inactive).whenVendorTurns("CLOSING"),
                                inactive)),
                dynamicTest(
                        "a vendor that is closed",
                        () -> told(
                                new PurchaseSituation(closed, elsewhere, inactive).whenVendorTurns("CLOSING", "CLOSED"),
                                inactive)),
                dynamicTest(
                        "an item whose sale has not begun",
                        () -> tell(
                                new Row(RefusalTable.PURCHASE, unsold.get(0), unsold),
                                new PurchaseSituation(town, elsewhere, unsold).whenSold("2199-01-01T00:00:00Z", ""))),
                dynamicTest(
                        "an item whose sale is over",
                        () -> tell(
                                new Row(RefusalTable.PURCHASE, unsold.get(0), unsold),
                                new PurchaseSituation(town, elsewhere, unsold).whenSold("", "2026-01-01T00:00:00Z"))));
    }

    /** All firm payments are made first, and then one day is closed for all of them. */
    @TestFactory
    Stream<DynamicTest> returns() throws Exception {
        Town drained = withoutConditionalDays();
        Map<Row, ReturnSituation> situations = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>(RefusalTable.REVERSAL.rows(page.codes()));
        rows.addAll(RefusalTable.REFUND.rows(page.codes()));
        for (Row row : rows) {
            Town vendor = row.codes().contains("PAYABLE_TOO_LOW") ? withoutConditionalDays() : drained;
            ReturnSituation situation =
                    new ReturnSituation(row.kind() == RefusalTable.REFUND, vendor, elsewhere, row.codes());
            if (situation.isFirm()) {
                situation.prepare();
            }
            situations.put(row, situation);
        }
        new ClosedDays(server).closeOpenDay();
        return situations.entrySet().stream()
                .map(each -> dynamicTest(each.getKey().toString(), () -> {
                    try {
                        tell(each.getKey(), each.getValue());
                    } finally {
                        each.getValue().tidyUp();
                    }
                }));
    }

    private Town withoutConditionalDays() throws Exception {
        Town vendor = new Town(server, KeyFamily.ED25519);
        vendor.operator()
                .put(
                        "vendors/" + vendor.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor of a test")
                                .put("currency", "USD")
                                .put("conditionalDays", 0))
                .expect(200);
        return vendor;
    }

    /** What has no way back. */
    private void told(Situation situation, List<String> codes) throws Exception {
        situation.arrange();
        String before = Standing.of(server, situation.vendor(), situation.customer());
        assertThat(refusal(situation.ask()).code()).isEqualTo(codes.get(0));
        assertThat(Standing.of(server, situation.vendor(), situation.customer()))
                .isEqualTo(before);
    }

    private void tell(Row row, Situation situation) throws Exception {
        count(row);
        situation.arrange();
        String before = Standing.of(server, situation.vendor(), situation.customer());
        Refusal refusal = refusal(situation.ask());

        assertThat(refusal.code()).isEqualTo(row.told());
        assertThat(refusal.retryable()).as("retryable").isEqualTo(page.isRetryable(row.told()));
        assertThat(refusal.outcome()).as("booking").isEqualTo(page.outcome(row.told()));
        assertThat(refusal.detail()).isNotBlank();
        assertThat(refusal(situation.ask()).code()).as("asked again").isEqualTo(row.told());
        if (!row.told().equals("INVALID_SUBMISSION") && !row.told().equals("CONFLICT")) {
            assertThat(refusal(situation.inquire()).code()).as("inquired").isEqualTo(row.told());
        }
        assertThat(Standing.of(server, situation.vendor(), situation.customer()))
                .isEqualTo(before);
        if (row.canBeCured()) {
            situation.cure(row.told());
            assertMended(row, situation.ask());
        }
    }

    private static void assertMended(Row row, Answer answer) {
        if (row.isPair()) {
            assertThat(refusal(answer).code())
                    .as("with %s mended", row.told())
                    .isEqualTo(row.codes().get(1));
        } else {
            assertThat(answer).as("with %s mended", row.told()).isNotInstanceOf(Refusal.class);
        }
    }

    private void count(Row row) {
        if (row.isPair()) {
            pairs++;
        } else {
            singles++;
        }
    }

    private static Refusal refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        return (Refusal) answer;
    }
}
