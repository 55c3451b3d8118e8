package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.micropayment.ItemCheck.Asked;
import dev.farthing.micropayment.ItemDraft.PriceDraft;
import dev.farthing.micropayment.ItemDraft.RightsDraft;
import dev.farthing.money.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: an item is taken exactly as it is meant, or not at all. Method: one good item with one thing changed. */
class ItemCheckTest {
    private static final RightsDraft ONCE = new RightsDraft("ONCE", "", "", "", "Read it");

    private final Complaints complaints = new Complaints();

    @ParameterizedTest
    @CsvSource({"25,2,250000", "1,6,1", "1000000,6,1000000", "10,7,1", "1000000000000,6,1000000000000", "1,0,1000000"})
    void takesAPriceIntoTheLedgersScaleExactly(String value, String scale, long expected) {
        assertThat(check(priced(value, scale)))
                .singleElement()
                .satisfies(asked -> assertThat(asked.prices().get(0).value()).isEqualTo(expected));
        assertThat(complaints.byRow()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1,7,prices[0].value",
        "15,7,prices[0].value",
        "0,2,prices[0].value",
        "-1,2,prices[0].value",
        "0.25,2,prices[0].value",
        "1e3,2,prices[0].value",
        "1000000000001,6,prices[0].value",
        "999999999999999999999999999999,6,prices[0].value",
        "9999999999999999999999999999999,6,prices[0].value",
        "1,-1,prices[0].scale",
        "1,19,prices[0].scale",
        "1,x,prices[0].scale"
    })
    void refusesAPriceThatWouldBeRoundedOrIsNone(String value, String scale, String member) {
        check(priced(value, scale));
        assertThat(complaints.byRow()).extracting(Complaint::column).containsExactly(member);
    }

    @Test
    void refusesACurrencyThatTheLedgerDoesNotKeep() {
        check(item("a", List.of(new PriceDraft(1, "USD", "1", "0", ""), new PriceDraft(1, "XXX", "1", "0", "")), ONCE));
        assertThat(complaints.byRow()).extracting(Complaint::column).containsExactly("prices[1].currency");
    }

    @Test
    void wantsAPriceInTheDefaultCurrency() {
        check(item("a", List.of(new PriceDraft(1, "EUR", "1", "0", "")), ONCE));
        assertThat(complaints.byRow()).extracting(Complaint::column).containsExactly("currency");
    }

    @ParameterizedTest
    @CsvSource({
        "ONCE,,,",
        "COUNT,1,,",
        "COUNT,1000000,,",
        "PERIOD,,P1Y,",
        "PERIOD,,P100Y,",
        "PERIOD,,PT99999H,",
        "UNTIL,,,2030-01-01T00:00:00+01:00"
    })
    void takesEachRightsModelWithItsParameter(String model, String count, String period, String until) {
        check(withRights(model, count, period, until));
        assertThat(complaints.byRow()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ONCE,1,,,rights.count",
        "ONCE,,P1D,,rights.period",
        "COUNT,,,,rights.count",
        "COUNT,0,,,rights.count",
        "COUNT,1000001,,,rights.count",
        "PERIOD,,,,rights.period",
        "PERIOD,,P0D,,rights.period",
        "PERIOD,,P101Y,,rights.period",
        "PERIOD,,P1Y2M,,rights.period",
        "PERIOD,,PT5S,,rights.period",
        "UNTIL,,,,rights.until",
        "UNTIL,,,2030-01-01,rights.until",
        "UNTIL,,,2030-01-01T00:00:00.0000001Z,rights.until",
        "UNTIL,,,+12030-01-01T00:00:00Z,rights.until",
        "once,,,,rights.model",
        "FOREVER,,,,rights.model"
    })
    void refusesRightsWithoutTheirParameterOrWithAnothers(
            String model, String count, String period, String until, String member) {
        check(withRights(model, count, period, until));
        assertThat(complaints.byRow()).extracting(Complaint::column).containsExactly(member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "\u00e4", "import", "export", ".."})
    void refusesCodesThatNoAddressHolds(String code) {
        check(item(code, List.of(new PriceDraft(1, "USD", "1", "0", "")), ONCE));
        assertThat(complaints.byRow()).extracting(Complaint::column).containsExactly("item");
    }

    @Test
    void tellsAllThatIsWrongAndNotTheFirstThingOnly() {
        check(new ItemDraft(
                ItemDraft.Form.SHEET,
                7,
                "",
                " ",
                "USD",
                List.of(new PriceDraft(7, "USD", "x", "0", "soon")),
                new RightsDraft("ONCE", "", "", "", "a\nb"),
                "yes",
                "2030-01-01T00:00:00Z",
                "2029-01-01T00:00:00Z"));
        assertThat(complaints.byRow())
                .extracting(Complaint::column)
                .containsExactlyInAnyOrder("item", "title", "price", "from", "rights_text", "on_sale", "sale_until");
        assertThat(complaints.byRow()).allMatch(complaint -> complaint.row() == 7);
    }

    private List<Asked> check(ItemDraft draft) {
        return new ItemCheck(
                        code -> code.equals("XXX") ? Optional.empty() : Optional.of(new Currency(code, 6)), complaints)
                .check(List.of(draft));
    }

    private static ItemDraft priced(String value, String scale) {
        return item("a", List.of(new PriceDraft(1, "USD", value, scale, "")), ONCE);
    }

    private static ItemDraft withRights(String model, String count, String period, String until) {
        return item(
                "a",
                List.of(new PriceDraft(1, "USD", "1", "0", "")),
                new RightsDraft(model, orEmpty(count), orEmpty(period), orEmpty(until), "Read it"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static ItemDraft item(String code, List<PriceDraft> prices, RightsDraft rights) {
        return new ItemDraft(ItemDraft.Form.JSON, 1, code, "An item", "USD", prices, rights, "true", "", "");
    }
}
