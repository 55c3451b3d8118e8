package dev.farthing.web.micropayment;

import dev.farthing.kit.token.StatusList;
import dev.farthing.micropayment.Entitlements;
import dev.farthing.web.problem.BadRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Gives everybody the lists of revoked entitlements: signed, so that it does not matter who passes them on. */
@Path("/status-lists")
public class StatusListsResource {
    private static final String CACHE = "public, max-age=3";

    @Inject
    private Entitlements entitlements;

    @GET
    @Path("/{list: [0-9]{1,12}}")
    @Produces({StatusList.MEDIA_TYPE, "application/problem+json"})
    @Operation(
            summary = "Which of 131,072 entitlements are revoked",
            description = "A compact JWS (IETF Token Status List): one bit an entitlement, zlib, base64url.")
    @APIResponse(responseCode = "200", description = "The signed list")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no entitlement names this list")
    public Response list(@Parameter(description = "The number in the entitlement's uri") @PathParam("list") long list) {
        String signed = entitlements
                .statusList(list)
                .orElseThrow(() -> new BadRequest(404, "NOT_FOUND", "There is no status list " + list));
        return Response.ok(signed, StatusList.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, CACHE)
                .build();
    }
}
