package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.OperatorReversal;
import dev.farthing.micropayment.SubmissionDesk;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Operators reverse payments that are not firm, with a reason. */
@Path("/operator/vendors/{vendor}/payments/{submission}/reversal")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class OperatorReversalsResource {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int KEY_CHARS = 64;

    /** @param quantity absent for all that is left */
    public record Wanted(@Nullable String reason, @Nullable Integer quantity) {}

    /** {@code return} is the reversal's own number. */
    public record Reversed(
            @JsonProperty("return") String id,
            String payment,
            String submission,
            String businessDate,
            int quantity,
            AmountJson amount,
            int remaining) {}

    @Inject
    private SubmissionDesk desk;

    @Inject
    private Currencies currencies;

    @POST
    @Operation(
            summary = "Reverse a payment, or a part of it, once for each Idempotency-Key",
            description = "As a vendor's own sealed reversal: the customer gets the money back at once, and the"
                    + " entitlement is revoked. A firm payment is refunded by its vendor instead.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "Two of five",
                                            value = "{\"reason\":\"The customer was charged twice\",\"quantity\":2}")))
    @APIResponse(responseCode = "201", description = "What was reversed")
    @APIResponse(responseCode = "404", description = "UNKNOWN_PAYMENT, or there is no such vendor")
    @APIResponse(responseCode = "409", description = "IDEMPOTENCY_CONFLICT: this key was used for another reversal")
    @APIResponse(responseCode = "410", description = "ARCHIVED: this key was used on a day that is archived since")
    @APIResponse(
            responseCode = "422",
            description = "PAYMENT_ARCHIVED, PAYMENT_FIRM, NOTHING_LEFT, QUANTITY_EXCEEDED or ACCOUNT_CLOSED")
    public CompletionStage<Response> reverse(
            @PathParam("vendor") String vendor,
            @PathParam("submission") String submission,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context SecurityContext operator,
            Wanted wanted) {
        if (key == null || !key.matches("[\\x21-\\x7e]{1," + KEY_CHARS + "}")) {
            throw new BadRequest(
                    400, "IDEMPOTENCY_KEY_MISSING", "Send an Idempotency-Key header of 1 to 64 visible characters");
        }
        return desk.reverse(new OperatorReversal(
                        key,
                        vendor,
                        submission,
                        wanted.quantity(),
                        wanted.reason() == null ? "" : wanted.reason(),
                        operator.getUserPrincipal().getName()))
                .thenApply(this::response);
    }

    private Response response(OperatorReversal.Result result) {
        if (result instanceof OperatorReversal.Booked booked) {
            return Response.status(Response.Status.CREATED)
                    .entity(reversed(booked))
                    .build();
        }
        if (result instanceof OperatorReversal.NotBooked refused) {
            return problem(refused).toResponse().build();
        }
        boolean mayBeBooked = result instanceof OperatorReversal.Unknown unknown && unknown.mayBeBooked();
        return Problem.passing(
                        503,
                        mayBeBooked ? "OUTCOME_UNKNOWN" : "BUSY",
                        "Send the same reversal again, with the same Idempotency-Key: it is booked at most once",
                        mayBeBooked ? "unknown" : "none")
                .toResponse()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private Reversed reversed(OperatorReversal.Booked booked) {
        return new Reversed(
                booked.id().toString(),
                booked.payment().toString(),
                booked.submission(),
                booked.businessDate().toString(),
                booked.quantity(),
                AmountJson.of(booked.amount(), currencies.get(booked.currency())),
                booked.remaining());
    }

    private static Problem problem(OperatorReversal.NotBooked refused) {
        return switch (refused.code()) {
            case "CONFLICT" ->
                Problem.of(
                        409,
                        "IDEMPOTENCY_CONFLICT",
                        "This Idempotency-Key was used for another reversal: use a new one");
            case "ARCHIVED" -> Problem.ofUnknown(410, refused.code(), refused.meaning());
            case "UNKNOWN_PAYMENT" -> Problem.of(404, refused.code(), refused.meaning());
            default -> Problem.of(422, refused.code(), refused.meaning());
        };
    }
}
