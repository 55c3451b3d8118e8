package dev.farthing.micropayment;

import java.util.List;

/**
 * An item as somebody has written it, in a sheet or in JSON, before anything of it is checked. Texts are as they were
 * written; what was left out is empty.
 *
 * @param row where it begins
 * @param currency the default one
 */
public record ItemDraft(
        Form form,
        int row,
        String code,
        String title,
        String currency,
        List<PriceDraft> prices,
        RightsDraft rights,
        String onSale,
        String saleFrom,
        String saleUntil) {
    /** Where it was written; it decides how its parts are called. */
    public enum Form {
        SHEET,
        JSON
    }

    /** @param row where this price stands */
    public record PriceDraft(int row, String currency, String value, String scale, String from) {}

    /** The rights, with each model's own parameter. */
    public record RightsDraft(String model, String count, String period, String until, String text) {}

    /** Drafts, and what could not even be read. */
    public record Drafts(List<ItemDraft> items, List<Complaint> complaints) {}

    String name(ItemColumn column) {
        return name(column, 0);
    }

    /** @param price which of the prices, from 0 */
    String name(ItemColumn column, int price) {
        return form == Form.SHEET ? column.header() : column.member(price);
    }
}
