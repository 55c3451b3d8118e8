package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.micropayment.ItemDraft;
import dev.farthing.micropayment.ItemDraft.PriceDraft;
import dev.farthing.micropayment.ItemDraft.RightsDraft;
import dev.farthing.micropayment.Listing;
import dev.farthing.micropayment.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An item as vendors and operators write and read it.
 *
 * @param currency in which a buyer pays who names none
 * @param prices those in effect and those to come
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Item")
public record ItemJson(
        String title,
        String currency,
        List<PriceJson> prices,
        RightsJson rights,
        boolean onSale,
        @Nullable String saleFrom,
        @Nullable String saleUntil) {

    /** @param value null: not sold in this currency from then on */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ItemPrice")
    public record PriceJson(
            String currency,
            int scale,
            @Nullable String value,
            @Nullable String from) {}

    /** What the buyer of one may do; each model but ONCE has a parameter of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ItemRights")
    public record RightsJson(
            String model,
            @Nullable Integer count,
            @Nullable String period,
            @Nullable String until,
            String text) {}

    /** @param scale the ledger's, by currency */
    static ItemJson of(Listing listing, ToIntFunction<String> scale) {
        return new ItemJson(
                listing.title(),
                listing.currency(),
                listing.prices().stream()
                        .map(price -> json(price, scale.applyAsInt(price.currency())))
                        .toList(),
                new RightsJson(
                        listing.rights().model().name(),
                        listing.rights().count(),
                        listing.rights().period(),
                        orNull(listing.rights().until()),
                        listing.rights().text()),
                listing.onSale(),
                orNull(listing.saleFrom()),
                orNull(listing.saleUntil()));
    }

    /** @param row which of several items this is, from 1 */
    ItemDraft draft(String code, int row) {
        List<PriceDraft> drafts = new ArrayList<>();
        for (PriceJson price : prices) {
            drafts.add(new PriceDraft(
                    row,
                    price.currency(),
                    orEmpty(price.value()),
                    Integer.toString(price.scale()),
                    orEmpty(price.from())));
        }
        return new ItemDraft(
                ItemDraft.Form.JSON,
                row,
                code,
                title,
                currency,
                drafts,
                new RightsDraft(
                        rights.model(),
                        orEmpty(rights.count()),
                        orEmpty(rights.period()),
                        orEmpty(rights.until()),
                        rights.text()),
                Boolean.toString(onSale),
                orEmpty(saleFrom),
                orEmpty(saleUntil));
    }

    private static PriceJson json(Price price, int scale) {
        return new PriceJson(
                price.currency(), scale, orNull(price.value()), price.from().toString());
    }

    private static @Nullable String orNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String orEmpty(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
