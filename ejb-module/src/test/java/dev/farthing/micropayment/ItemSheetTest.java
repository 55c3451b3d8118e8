package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.micropayment.ItemCheck.Asked;
import dev.farthing.micropayment.ItemDraft.Drafts;
import dev.farthing.money.Currency;
import dev.farthing.seed.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a sheet that Farthing wrote is read as the same catalogue, and one that is wrong is told row by row. Method: real
 * bytes, as spreadsheets write them, and random texts that would hurt.
 */
class ItemSheetTest {
    private static final String HEADER = "item,title,currency,price,scale,from,rights_model,rights_count,rights_period,"
            + "rights_until,rights_text,on_sale,sale_from,sale_until\r\n";
    private static final String ROW = "song,A song,USD,25,2,,ONCE,,,,Hear it,true,,\r\n";
    private static final Instant SOME_TIME = Instant.parse("2026-01-02T03:04:05.000006Z");

    @Test
    void readsOneItemWithPricesThatAreApart() {
        Drafts drafts = read(HEADER + ROW + "film,A film,EUR,3,0,,COUNT,5,,,See it,FALSE,,\r\n"
                + "song,A song,EUR,24,2,2030-01-01T00:00:00Z,ONCE,,,,Hear it,true,,\r\n");
        assertThat(drafts.complaints()).isEmpty();
        assertThat(drafts.items()).extracting(ItemDraft::code).containsExactly("song", "film");
        assertThat(drafts.items().get(0).prices())
                .extracting(ItemDraft.PriceDraft::row, ItemDraft.PriceDraft::currency)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, "USD"), org.assertj.core.groups.Tuple.tuple(4, "EUR"));
        assertThat(drafts.items().get(1).onSale()).isEqualTo("FALSE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", ""})
    void readsWhatSpreadsheetsWrite(String mark) {
        assertThat(read(mark + HEADER + ROW)).isEqualTo(read((HEADER + ROW).replace("\r\n", "\n")));
        assertThat(read(mark + HEADER + ROW + "\r\n,,,,,,,,,,,,,\r\n").complaints())
                .isEmpty();
        assertThat(read(HEADER + "\"so\"\"ng\",\"a, b\",USD,1,0,,ONCE,,,,x,true,,\r\n")
                        .items()
                        .get(0)
                        .title())
                .isEqualTo("a, b");
    }

    @Test
    void readsColumnsInAnyOrder() {
        Drafts drafts = read(
                "title,item,currency,price,scale,from,rights_model,rights_count,rights_period,"
                        + "rights_until,rights_text,on_sale,sale_from,sale_until\nA song,song,USD,25,2,,ONCE,,,,Hear it,true,,\n");
        assertThat(drafts).isEqualTo(read(HEADER + ROW));
    }

    @Test
    void tellsWhatIsWrongWithAHeader() {
        assertThat(complaint(HEADER.replace(",", ";") + ROW)).isEqualTo("1:");
        assertThat(read("item,title,title,colour\n").complaints())
                .extracting(Complaint::column)
                .startsWith("title", "colour", "currency");
        assertThat(complaint("")).isEqualTo("1:");
    }

    @Test
    void tellsWhatIsWrongWithARow() {
        assertThat(complaint(HEADER + ROW + "song,A song\r\n")).isEqualTo("3:");
        assertThat(complaint(HEADER + ROW + "song,\"A song\"x,USD,1,1,,ONCE,,,,a,true,,\r\n"))
                .isEqualTo("3:");
        assertThat(complaint(HEADER + ROW + ROW.replace("A song", "Another"))).isEqualTo("3:title");
        assertThat(ItemSheet.read(new byte[] {'i', (byte) 0xff}).complaints())
                .singleElement()
                .satisfies(complaint -> assertThat(complaint.message()).contains("UTF-8"));
    }

    @Test
    void readsNoMoreRowsThanItsLimit() {
        Drafts drafts = read(HEADER + ROW.repeat(ItemSheet.MAX_ROWS + 1));
        assertThat(drafts.complaints()).singleElement().satisfies(complaint -> assertThat(complaint.row())
                .isEqualTo(ItemSheet.MAX_ROWS + 2));
    }

    @Test
    void complainsOfAHundredThingsAtMost() {
        assertThat(read(HEADER + "a,b\n".repeat(1_000)).complaints()).hasSize(Complaints.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "\uFF1D1"})
    void aTextThatWouldBeAFormulaIsDisarmedAndComesBack(String text) {
        byte[] sheet = ItemSheet.write(List.of(listing("song", text, text)), currency -> 6);
        assertThat(new String(sheet, StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow())
                .contains(",'" + text + ",");
        assertThat(ItemSheet.read(sheet).items().get(0).title()).isEqualTo(text);
    }

    @Test
    void anApostropheBeforeAnOrdinaryTextStays() {
        byte[] sheet = ItemSheet.write(List.of(listing("song", "'Tis", "x")), currency -> 6);
        assertThat(ItemSheet.read(sheet).items().get(0).title()).isEqualTo("'Tis");
    }

    @Test
    void writesAndReadsRandomCataloguesToTheSameBytes() {
        Random random = Seed.of(getClass());
        for (int round = 0; round < 200; round++) {
            List<Listing> listings = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                listings.add(listing("i-" + i, text(random), text(random)));
            }
            byte[] sheet = ItemSheet.write(listings, currency -> 6);
            Drafts drafts = ItemSheet.read(sheet);
            assertThat(drafts.complaints()).isEmpty();
            Complaints complaints = new Complaints();
            List<Asked> asked =
                    new ItemCheck(code -> Optional.of(new Currency(code, 6)), complaints).check(drafts.items());
            assertThat(complaints.byRow()).isEmpty();
            List<Listing> read = asked.stream()
                    .map(item -> listing(
                            item.listing().code(),
                            item.listing().title(),
                            item.listing().rights().text()))
                    .toList();
            assertThat(read).isEqualTo(listings);
            assertThat(ItemSheet.write(read, currency -> 6)).isEqualTo(sheet);
        }
    }

    private static String text(Random random) {
        String parts = "'=+-@,;\"a b\u00e4\u20ac\uD83D\uDE00\\|";
        int[] letters = parts.codePoints().toArray();
        StringBuilder text = new StringBuilder("x".repeat(random.nextInt(2)));
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.append('.').toString();
    }

    private static Listing listing(String code, String title, String rights) {
        return new Listing(
                code,
                title,
                "USD",
                List.of(new Price("USD", SOME_TIME, 5L), new Price("EUR", SOME_TIME, 7L)),
                new Rights(RightsModel.PERIOD, null, "P30D", null, rights),
                true,
                SOME_TIME,
                null);
    }

    private static String complaint(String sheet) {
        List<Complaint> complaints = read(sheet).complaints();
        assertThat(complaints).hasSize(1);
        return complaints.get(0).row() + ":" + complaints.get(0).column();
    }

    private static Drafts read(String sheet) {
        return ItemSheet.read(sheet.getBytes(StandardCharsets.UTF_8));
    }
}
