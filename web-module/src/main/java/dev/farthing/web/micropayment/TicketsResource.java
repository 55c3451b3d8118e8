package dev.farthing.web.micropayment;

import dev.farthing.micropayment.Tickets;
import dev.farthing.web.device.ProvenCustomer;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Hands out what makes a customer known to a vendor's shop. */
@Path("/customer/tickets")
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class TicketsResource {
    /** @param nonce what the shop showed; 1 to 128 of {@code A-Z a-z 0-9 . _ ~ -} */
    @Schema(name = "TicketRequest")
    public record WantedJson(String vendor, @Nullable String nonce) {}

    /** A ticket, to be handed to the shop on a safe way. */
    @Schema(name = "Ticket")
    public record TicketJson(String ticket, String expiresAt) {}

    @Inject
    private Tickets tickets;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a ticket for a vendor's shop",
            description =
                    "Good for two minutes. It tells the shop by which identifier the customer pays there, and gives no"
                            + " consent. The answer is a secret: no Idempotency-Key is taken, and a new ticket costs nothing.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "ticket",
                                            value = "{\"vendor\":\"daily-news\",\"nonce\":\"p3Yc0nWtQ2OEk1Yy\"}")))
    @APIResponse(responseCode = "201", description = "A compact JWS, typ farthing-ticket+jwt")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such vendor")
    @APIResponse(responseCode = "409", description = "WRONG_STATUS: customer or vendor are closing or closed")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: the nonce is not in form")
    public Response issue(@Context SecurityContext caller, WantedJson wanted) {
        Tickets.Issued issued = tickets.issue(caller.getUserPrincipal().getName(), wanted.vendor(), wanted.nonce());
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(new TicketJson(issued.ticket(), issued.expiresAt().toString()))
                .build();
    }
}
