package dev.farthing.micropayment;

/** The parts of an item, as a sheet and as JSON name them. The order is that of a sheet's columns. */
enum ItemColumn {
    ITEM("item", "item"),
    TITLE("title", "title"),
    CURRENCY("currency", "prices[#].currency"),
    PRICE("price", "prices[#].value"),
    SCALE("scale", "prices[#].scale"),
    FROM("from", "prices[#].from"),
    RIGHTS_MODEL("rights_model", "rights.model"),
    RIGHTS_COUNT("rights_count", "rights.count"),
    RIGHTS_PERIOD("rights_period", "rights.period"),
    RIGHTS_UNTIL("rights_until", "rights.until"),
    RIGHTS_TEXT("rights_text", "rights.text"),
    ON_SALE("on_sale", "onSale"),
    SALE_FROM("sale_from", "saleFrom"),
    SALE_UNTIL("sale_until", "saleUntil");

    private final String header;
    private final String member;

    ItemColumn(String header, String member) {
        this.header = header;
        this.member = member;
    }

    String header() {
        return header;
    }

    /** @param price which of the item's prices, from 0 */
    String member(int price) {
        return member.replace("#", Integer.toString(price));
    }
}
