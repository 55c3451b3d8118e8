package dev.farthing.web.notification;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.farthing.notification.CustomerNotice;
import dev.farthing.notification.CustomerNotices;
import dev.farthing.web.device.ProvenCustomer;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Cursor;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What the calling customer was told. */
@Path("/customer/notices")
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerNoticesResource {
    /** @param next to be given as {@code after} for what comes later; also there if nothing did */
    @Schema(name = "CustomerNotices")
    public record NoticesJson(List<NoticeJson> notices, long next) {}

    /** One notice; {@code data} is what the event of that kind tells. */
    @Schema(name = "CustomerNotice")
    public record NoticeJson(
            long id,
            String kind,
            String at,

            @JsonRawValue @Schema(implementation = Object.class)
            String data) {}

    @Inject
    private CustomerNotices notices;

    @GET
    @Operation(
            summary = "What the calling customer was told, the oldest first",
            description =
                    "Kinds are topics of events, such as payment.accepted. Keep next, and ask with it for what is new.")
    @APIResponse(responseCode = "200", description = "A page; next is the last one's id")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public NoticesJson notices(
            @Parameter(description = "The id of the last notice seen, or 0") @QueryParam("after") @Nullable String after,
            @Parameter(description = "1 to 200, or 50") @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext caller) {
        long seen = seen(after);
        List<CustomerNotice> page = notices.of(caller.getUserPrincipal().getName(), seen, Cursor.limit(limit));
        return new NoticesJson(
                page.stream()
                        .map(n -> new NoticeJson(n.id(), n.kind(), n.createdAt().toString(), n.payload()))
                        .toList(),
                page.isEmpty() ? seen : page.get(page.size() - 1).id());
    }

    private static long seen(@Nullable String after) {
        if (after == null) {
            return 0;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw new BadRequest(400, "WRONG_CURSOR", "Give after as the id of a notice, or 0");
        }
        return Long.parseLong(after);
    }
}
