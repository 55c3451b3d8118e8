package dev.farthing.web.micropayment;

import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.Catalogue;
import dev.farthing.micropayment.ItemDraft.Drafts;
import dev.farthing.micropayment.ItemSheet;
import dev.farthing.micropayment.Listing;
import dev.farthing.web.idempotency.UnsealedWrite;
import dev.farthing.web.problem.Cursor;
import dev.farthing.web.problem.StrictJson;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What vendors and operators do with a vendor's items; they differ in who they are only. */
@Dependent
class ItemDoor {
    static final String CSV = "text/csv";

    /** An import's body; all that the server takes at all lies a little above. */
    static final int MAX_IMPORT_BYTES = 4 * 1024 * 1024;

    private static final MediaType CSV_TYPE = new MediaType("text", "csv", "utf-8");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    @Inject
    private Catalogue catalogue;

    @Inject
    private Currencies currencies;

    @Inject
    private UnsealedWrite write;

    ItemList page(String vendor, @Nullable String cursor, @Nullable String limit) {
        @Nullable String after = Cursor.lastSeen(cursor, CODE);
        int most = Cursor.limit(limit);
        List<Listing> items = catalogue.items(vendor, after == null ? "" : after, most + 1);
        return items.size() > most
                ? list(items.subList(0, most), Cursor.after(items.get(most - 1).code()))
                : list(items, null);
    }

    ItemJson item(String vendor, String item) {
        return json(catalogue.item(vendor, item));
    }

    Response put(String vendor, String actor, String item, ItemJson described) {
        Drafts drafts = new Drafts(List.of(described.draft(item, 1)), List.of());
        return write.changing(() -> {
            catalogue.publish(vendor, actor, drafts);
            return json(catalogue.item(vendor, item));
        });
    }

    Response importItems(String vendor, String actor, HttpHeaders headers, byte[] body) {
        boolean sheet = headers.getMediaType().getSubtype().equalsIgnoreCase("csv");
        Drafts drafts = sheet ? ItemSheet.read(body) : ItemList.read(body);
        return write.changing(() -> catalogue.publish(vendor, actor, drafts));
    }

    Response exportItems(String vendor, Request request) {
        List<Variant> offered = Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, CSV_TYPE)
                .add()
                .build();
        @Nullable Variant wanted = request.selectVariant(offered);
        List<Listing> items = catalogue.all(vendor);
        boolean sheet = wanted != null && wanted.getMediaType().getSubtype().equals("csv");
        byte[] body = sheet
                ? ItemSheet.write(items, this::scale)
                : StrictJson.write(list(items, null)).getBytes(StandardCharsets.UTF_8);
        return Response.ok(body, sheet ? CSV_TYPE : MediaType.APPLICATION_JSON_TYPE)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + vendor + "-items." + (sheet ? "csv" : "json") + "\"")
                .build();
    }

    private ItemList list(List<Listing> items, @Nullable String next) {
        return new ItemList(
                items.stream()
                        .map(item -> new ItemList.Coded(item.code(), json(item)))
                        .toList(),
                next);
    }

    private ItemJson json(Listing listing) {
        return ItemJson.of(listing, this::scale);
    }

    private int scale(String currency) {
        return currencies.get(currency).scale();
    }
}
