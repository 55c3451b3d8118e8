package dev.farthing.web.micropayment;

import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.Micropayments;
import dev.farthing.micropayment.TopUps;
import dev.farthing.web.idempotency.UnsealedWrite;
import dev.farthing.web.problem.AmountJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Operators' top-ups, and what has become of submissions. */
@Path("/operator")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class OperatorMicropaymentsResource {
    /** How much a customer's account is to get. */
    public record TopUpJson(AmountJson amount) {}

    /** A top-up as it was booked. */
    public record BookedTopUp(String transferId, String businessDate) {}

    @Inject
    private TopUps topUps;

    @Inject
    private Micropayments micropayments;

    @Inject
    private Currencies currencies;

    @Inject
    private UnsealedWrite write;

    @POST
    @Path("/customers/{customer}/top-ups")
    @Operation(summary = "Put money on a customer's account, once for each Idempotency-Key")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "dollars",
                                            value =
                                                    "{\"amount\":{\"value\":\"5000000\",\"currency\":\"USD\",\"scale\":6}}")))
    @APIResponse(responseCode = "201", description = "The top-up as it was booked")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such customer")
    @APIResponse(responseCode = "409", description = "CONFLICT: this key was used for another top-up")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE, WRONG_SCALE or WRONG_AMOUNT")
    public Response topUp(@PathParam("customer") String customer, @Context SecurityContext operator, TopUpJson wanted) {
        AmountJson amount = wanted.amount();
        TopUps.TopUp booked = topUps.book(new TopUps.Order(
                write.requiredKey(),
                customer,
                amount.inLedgerScale(currencies.get(amount.currency())),
                amount.currency(),
                operator.getUserPrincipal().getName()));
        return Response.status(Response.Status.CREATED)
                .entity(new BookedTopUp(
                        booked.transferId().toString(), booked.businessDate().toString()))
                .build();
    }

    @GET
    @Path("/micropayments/summary")
    @Operation(
            summary =
                    "How many submissions were accepted, refused by code, and came again, of days that are not archived")
    public Micropayments.Summary summary() {
        return micropayments.summary();
    }
}
