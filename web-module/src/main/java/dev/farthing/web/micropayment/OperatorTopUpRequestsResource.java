package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.TopUpRequest;
import dev.farthing.micropayment.TopUpRequests;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Top-ups that customers have asked for, as operators settle them. */
@Path("/operator/top-up-requests")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class OperatorTopUpRequestsResource {
    private static final int MOST_ON_A_PAGE = 200;

    private static final String EXAMPLE =
            "{\"id\":\"01958f6e-7a8b-7c9d-8e0f-1a2b3c4d5e6f\",\"customer\":\"jane\",\"amount\":{\"value\":\"5000000\","
                    + "\"currency\":\"USD\",\"scale\":6},\"iban\":\"DE89370400440532013000\",\"state\":\"BOOKED\","
                    + "\"requestedAt\":\"2026-03-02T09:30:00Z\",\"settledAt\":\"2026-03-02T11:00:00Z\",\"settledBy\":\"ann\","
                    + "\"transferId\":\"01958fc1-0000-7000-8000-000000000000\",\"businessDate\":\"2026-03-02\"}";

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<Request> requests, @Nullable String next) {}

    /** A request as it stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Request(
            String id,
            String customer,
            AmountJson amount,
            String iban,
            String state,
            String requestedAt,
            @Nullable String settledAt,
            @Nullable String settledBy,
            @Nullable String transferId,
            @Nullable String businessDate,
            @Nullable String reason) {}

    /** Why no money came; the customer sees it. */
    public record ReturnJson(String reason) {}

    @Inject
    private TopUpRequests requests;

    @Inject
    private Currencies currencies;

    @GET
    @Operation(summary = "The top-up requests in a state, the oldest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of requests",
            content = @Content(examples = @ExampleObject(name = "one", value = "{\"requests\":[" + EXAMPLE + "]}")))
    public Page list(
            @Parameter(description = "PENDING, BOOKED or RETURNED") @QueryParam("state") @DefaultValue("PENDING")
                    String state,
            @Parameter(description = "The next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200", example = "50") @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST_ON_A_PAGE) {
            throw new BadRequest(400, "WRONG_LIMIT", "A page has 1 to " + MOST_ON_A_PAGE + " requests");
        }
        List<TopUpRequest> found = requests.in(state(state), cursor == null ? null : id(cursor), limit);
        return new Page(
                found.stream().map(this::json).toList(),
                found.size() == limit ? cursor(found.get(found.size() - 1).id()) : null);
    }

    @POST
    @Path("/{request}/booking")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "The money has come: book it on the customer's account",
            description = "Once: booking it again answers as the first time. Audited.")
    @APIResponse(
            responseCode = "200",
            description = "The request as it stands",
            content = @Content(examples = @ExampleObject(name = "booked", value = EXAMPLE)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "CONFLICT: it was returned")
    public Request book(@PathParam("request") UUID id, @Context SecurityContext operator) {
        return json(requests.book(id, operator.getUserPrincipal().getName()));
    }

    @POST
    @Path("/{request}/return")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The money will not come: return the request",
            description = "Once: returning it again answers as the first time. The customer sees the reason. Audited.")
    @RequestBody(
            content =
                    @Content(examples = @ExampleObject(name = "return", value = "{\"reason\":\"account is blocked\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The request as it stands",
            content = @Content(examples = @ExampleObject(name = "booked", value = EXAMPLE)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "CONFLICT: it was booked")
    public Request giveBack(@PathParam("request") UUID id, @Context SecurityContext operator, ReturnJson wanted) {
        return json(requests.giveBack(
                id, wanted.reason(), operator.getUserPrincipal().getName()));
    }

    private Request json(TopUpRequest request) {
        Instant settledAt = request.settledAt();
        UUID transfer = request.transferId();
        LocalDate day = request.businessDate();
        return new Request(
                request.id().toString(),
                request.customer(),
                AmountJson.of(request.amount(), currencies.get(request.currency())),
                request.iban(),
                request.state().name(),
                request.requestedAt().toString(),
                settledAt == null ? null : settledAt.toString(),
                request.settledBy(),
                transfer == null ? null : transfer.toString(),
                day == null ? null : day.toString(),
                request.returnReason());
    }

    private static TopUpRequest.State state(String name) {
        try {
            return TopUpRequest.State.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "WRONG_STATE", "A top-up request is PENDING, BOOKED or RETURNED");
        }
    }

    private static String cursor(UUID id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static UUID id(String cursor) {
        try {
            return UUID.fromString(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "WRONG_CURSOR", "Give a page's next as cursor, as it stands");
        }
    }
}
