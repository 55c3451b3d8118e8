package dev.farthing.web.micropayment;

import dev.farthing.micropayment.Bulks;
import dev.farthing.web.keys.ProvenVendor;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** How far a vendor's own bulks are. */
@Path("/vendor/bulks")
@Produces(MediaType.APPLICATION_JSON)
@ProvenVendor
@SecurityRequirement(name = "vendorProof")
public class VendorBulksResource {
    /** How many purchases are decided; {@code state} is COMPLETE when all are. */
    public record BulkJson(
            String bulk, State state, int purchases, int decided, int accepted, int refused, String receivedAt) {}

    /** Whether there is anything left to decide. */
    public enum State {
        COMPLETE,
        INCOMPLETE
    }

    @Inject
    private Bulks bulks;

    @GET
    @Path("/{bulk}")
    @Operation(
            summary = "How far one bulk of the calling vendor is, also while it is under way",
            description = "An incomplete one that is not under way any more is completed by sending it again.")
    @APIResponse(responseCode = "200", description = "How many of its purchases are decided, and how")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: this vendor has sent no bulk of this id")
    public BulkJson bulk(@Context SecurityContext caller, @PathParam("bulk") String bulk) {
        Bulks.Progress progress = bulks.progress(caller.getUserPrincipal().getName(), bulk);
        return new BulkJson(
                progress.bulk(),
                progress.isComplete() ? State.COMPLETE : State.INCOMPLETE,
                progress.purchases(),
                progress.decided(),
                progress.accepted(),
                progress.refused(),
                progress.receivedAt().toString());
    }
}
