package dev.farthing.web.settlement;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A statement in the form that is asked for: JSON, or a sheet. */
final class SheetOrJson {
    static final String CSV = "text/csv";

    private static final MediaType CSV_TYPE = new MediaType("text", "csv", "utf-8");
    private static final List<Variant> VARIANTS =
            Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, CSV_TYPE).build();

    private SheetOrJson() {}

    static Response of(Request request, String name, Supplier<?> json, Supplier<String> sheet) {
        @Nullable Variant wanted = request.selectVariant(VARIANTS);
        if (wanted == null || !wanted.getMediaType().getSubtype().equals("csv")) {
            return Response.ok(json.get(), MediaType.APPLICATION_JSON_TYPE)
                    .header("Vary", "Accept")
                    .build();
        }
        return Response.ok(sheet.get().getBytes(StandardCharsets.UTF_8), CSV_TYPE)
                .header("Vary", "Accept")
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .build();
    }
}
