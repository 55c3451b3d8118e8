package dev.farthing.micropayment;

import dev.farthing.micropayment.ItemDraft.PriceDraft;
import dev.farthing.money.Currency;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks drafts of items, without a look at what the catalogue has already, and complains of all that is wrong. */
final class ItemCheck {
    static final String CODE = "[A-Za-z0-9._~-]{1,64}";
    static final int MAX_TEXT = 200;

    /** What stands where an item's code would in addresses. */
    private static final Set<String> RESERVED = Set.of("import", "export", ".", "..");

    /** Prices that one item may have in effect and to come, over all currencies. */
    static final int MAX_PRICES = 50;

    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_SCALE = 18;

    /** A thousand of them bought at once still end in a year that the database can store. */
    private static final Pattern PERIOD = Pattern.compile("P([1-9][0-9]{0,3})([YMWD])|PT([1-9][0-9]{0,4})([HM])");

    private static final int MAX_YEARS = 100;
    private static final int MONTHS_A_YEAR = 12;
    private static final int WEEKS_A_YEAR = 52;
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final String FORM_OF_TIME =
            "write a time such as 2027-01-31T23:00:00Z, at most to the microsecond, in the years 1970 to 9999";

    /** A price as it was asked for; without {@code from}, from now on. */
    record AskedPrice(
            int row,
            int index,
            String currency,
            @Nullable Instant from,
            @Nullable Long value) {}

    /** An item in form; {@link Listing#prices} is empty yet, since it depends on what the catalogue has. */
    record Asked(ItemDraft draft, Listing listing, List<AskedPrice> prices) {}

    private final Function<String, Optional<Currency>> currencies;
    private final Complaints complaints;

    ItemCheck(Function<String, Optional<Currency>> currencies, Complaints complaints) {
        this.currencies = currencies;
        this.complaints = complaints;
    }

    /** The drafts that are in form; of each other there is a complaint at least. */
    List<Asked> check(List<ItemDraft> drafts) {
        List<Asked> asked = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (ItemDraft draft : drafts) {
            if (complaints.isFull()) {
                return asked;
            }
            if (!codes.add(draft.code())) {
                complain(draft, ItemColumn.ITEM, "this item stands here twice: leave one of them out");
            }
            @Nullable Asked one = check(draft);
            if (one != null) {
                asked.add(one);
            }
        }
        return asked;
    }

    private @Nullable Asked check(ItemDraft draft) {
        if (!draft.code().matches(CODE)) {
            complain(draft, ItemColumn.ITEM, "an item's code is 1 to 64 of A-Z, a-z, 0-9, . _ ~ and -");
        }
        if (RESERVED.contains(draft.code())) {
            complain(draft, ItemColumn.ITEM, "this code is part of an address: choose another one");
        }
        text(draft, ItemColumn.TITLE, draft.title());
        List<AskedPrice> prices = prices(draft);
        @Nullable Rights rights = rights(draft);
        @Nullable Boolean onSale = onSale(draft);
        @Nullable Instant from = time(draft, ItemColumn.SALE_FROM, draft.saleFrom());
        @Nullable Instant until = time(draft, ItemColumn.SALE_UNTIL, draft.saleUntil());
        if (from != null && until != null && !from.isBefore(until)) {
            complain(draft, ItemColumn.SALE_UNTIL, "the sale ends before it begins: put the end after the beginning");
        }
        if (rights == null || onSale == null) {
            return null;
        }
        return new Asked(
                draft,
                new Listing(draft.code(), draft.title(), draft.currency(), List.of(), rights, onSale, from, until),
                prices);
    }

    private List<AskedPrice> prices(ItemDraft draft) {
        List<AskedPrice> prices = new ArrayList<>();
        for (int i = 0; i < draft.prices().size() && i < MAX_PRICES; i++) {
            @Nullable AskedPrice price = price(draft, i);
            if (price != null) {
                prices.add(price);
            }
        }
        if (draft.prices().size() > MAX_PRICES) {
            complain(draft, ItemColumn.PRICE, "an item has at most " + MAX_PRICES + " prices: leave some out");
        }
        if (draft.prices().stream().noneMatch(price -> price.currency().equals(draft.currency()))) {
            complaints.add(
                    draft.row(), "currency", "name a price in the default currency, or another default currency");
        }
        return prices;
    }

    private @Nullable AskedPrice price(ItemDraft draft, int index) {
        PriceDraft price = draft.prices().get(index);
        @Nullable Instant from = time(draft, ItemColumn.FROM, index, price.from());
        @Nullable Currency currency = currencies.apply(price.currency()).orElse(null);
        if (currency == null) {
            complain(
                    draft,
                    ItemColumn.CURRENCY,
                    index,
                    "this ledger does not keep this currency: use one that it keeps");
            return null;
        }
        if (price.value().isEmpty()) {
            return new AskedPrice(price.row(), index, price.currency(), from, null);
        }
        if (!price.scale().matches("0|[1-9][0-9]?") || Integer.parseInt(price.scale()) > MAX_SCALE) {
            complain(draft, ItemColumn.SCALE, index, "write how many decimals the price has, 0 to " + MAX_SCALE);
            return null;
        }
        if (!price.value().matches("[1-9][0-9]{0,29}")) {
            complain(
                    draft,
                    ItemColumn.PRICE,
                    index,
                    "write a whole number of units of the scale, more than 0, without a point: 25 in scale 2 is 0.25");
            return null;
        }
        @Nullable Long value = inLedgerScale(draft, index, currency);
        return value == null ? null : new AskedPrice(price.row(), index, price.currency(), from, value);
    }

    /** Exactly, or not at all: a price is never rounded. */
    private @Nullable Long inLedgerScale(ItemDraft draft, int index, Currency currency) {
        PriceDraft price = draft.prices().get(index);
        int shift = currency.scale() - Integer.parseInt(price.scale());
        BigInteger factor = BigInteger.TEN.pow(Math.abs(shift));
        BigInteger written = new BigInteger(price.value());
        BigInteger[] parts = shift >= 0
                ? new BigInteger[] {written.multiply(factor), BigInteger.ZERO}
                : written.divideAndRemainder(factor);
        if (parts[1].signum() != 0) {
            complain(
                    draft,
                    ItemColumn.PRICE,
                    index,
                    "the ledger keeps " + currency.scale() + " decimals of " + currency.code() + ": write no more");
            return null;
        }
        if (parts[0].compareTo(BigInteger.valueOf(Catalogue.MAX_PRICE)) > 0) {
            complain(
                    draft,
                    ItemColumn.PRICE,
                    index,
                    "a price is at most " + Catalogue.MAX_PRICE + " in scale " + currency.scale());
            return null;
        }
        return parts[0].longValueExact();
    }

    private @Nullable Rights rights(ItemDraft draft) {
        ItemDraft.RightsDraft rights = draft.rights();
        text(draft, ItemColumn.RIGHTS_TEXT, rights.text());
        @Nullable RightsModel model = model(rights.model());
        if (model == null) {
            complain(draft, ItemColumn.RIGHTS_MODEL, "write ONCE, COUNT, PERIOD or UNTIL");
            return null;
        }
        belongs(draft, ItemColumn.RIGHTS_COUNT, rights.count(), model == RightsModel.COUNT);
        belongs(draft, ItemColumn.RIGHTS_PERIOD, rights.period(), model == RightsModel.PERIOD);
        belongs(draft, ItemColumn.RIGHTS_UNTIL, rights.until(), model == RightsModel.UNTIL);
        @Nullable Instant until = time(draft, ItemColumn.RIGHTS_UNTIL, rights.until());
        return new Rights(model, count(draft), period(draft), until, rights.text());
    }

    private static @Nullable RightsModel model(String name) {
        for (RightsModel model : RightsModel.values()) {
            if (model.name().equals(name)) {
                return model;
            }
        }
        return null;
    }

    private void belongs(ItemDraft draft, ItemColumn column, String text, boolean wanted) {
        if (wanted && text.isEmpty()) {
            complain(draft, column, "the rights model " + draft.rights().model() + " needs it");
        }
        if (!wanted && !text.isEmpty()) {
            complain(
                    draft,
                    column,
                    "leave it out: it is of another rights model than "
                            + draft.rights().model());
        }
    }

    private @Nullable Integer count(ItemDraft draft) {
        String count = draft.rights().count();
        if (count.isEmpty()) {
            return null;
        }
        if (!count.matches("[1-9][0-9]{0,6}") || Integer.parseInt(count) > MAX_COUNT) {
            complain(draft, ItemColumn.RIGHTS_COUNT, "write a whole number from 1 to " + MAX_COUNT);
            return null;
        }
        return Integer.valueOf(count);
    }

    private @Nullable String period(ItemDraft draft) {
        String period = draft.rights().period();
        if (!period.isEmpty() && !isPeriod(period)) {
            complain(
                    draft,
                    ItemColumn.RIGHTS_PERIOD,
                    "write one number and unit, such as P30D, P6M or PT48H, at most " + MAX_YEARS + " years");
        }
        return period.isEmpty() ? null : period;
    }

    private static boolean isPeriod(String text) {
        Matcher matcher = PERIOD.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        if (matcher.group(2) == null) {
            return true;
        }
        int number = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "Y" -> number <= MAX_YEARS;
            case "M" -> number <= MAX_YEARS * MONTHS_A_YEAR;
            case "W" -> number <= MAX_YEARS * WEEKS_A_YEAR;
            default -> true;
        };
    }

    private @Nullable Boolean onSale(ItemDraft draft) {
        if (draft.onSale().equalsIgnoreCase("true")) {
            return true;
        }
        if (draft.onSale().equalsIgnoreCase("false")) {
            return false;
        }
        complain(draft, ItemColumn.ON_SALE, "write true or false");
        return null;
    }

    private void text(ItemDraft draft, ItemColumn column, String text) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_TEXT) {
            complain(draft, column, "write 1 to " + MAX_TEXT + " characters");
        } else if (text.codePoints().anyMatch(ItemCheck::isUnreadable)) {
            complain(draft, column, "leave out line breaks, tabs and other control characters");
        }
    }

    private static boolean isUnreadable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private @Nullable Instant time(ItemDraft draft, ItemColumn column, String text) {
        return time(draft, column, 0, text);
    }

    private @Nullable Instant time(ItemDraft draft, ItemColumn column, int index, String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(FIRST) || time.isAfter(LAST) || !time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
                complain(draft, column, index, FORM_OF_TIME);
                return null;
            }
            return time;
        } catch (DateTimeException e) {
            complain(draft, column, index, FORM_OF_TIME);
            return null;
        }
    }

    private void complain(ItemDraft draft, ItemColumn column, String message) {
        complaints.add(draft.row(), draft.name(column), message);
    }

    private void complain(ItemDraft draft, ItemColumn column, int price, String message) {
        int row = price < draft.prices().size() ? draft.prices().get(price).row() : draft.row();
        complaints.add(row, draft.name(column, price), message);
    }
}
