package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.TopUpRequest;
import dev.farthing.micropayment.TopUpRequests;
import dev.farthing.web.device.ProvenCustomer;
import dev.farthing.web.idempotency.UnsealedWrite;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.Cursor;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Money that a customer wants to put on an account, from one at another bank. */
@Path("/customer/top-ups")
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerTopUpsResource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String WANTED =
            "{\"amount\":{\"value\":\"20000000\",\"currency\":\"USD\",\"scale\":6},\"iban\":\"DE89370400440532013000\"}";

    /** @param iban where the money is to come from */
    @Schema(name = "TopUpWanted")
    public record WantedJson(AmountJson amount, String iban) {}

    /** @param reason why no money came, if the request was returned */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CustomerTopUp")
    public record RequestJson(
            String id,
            TopUpRequest.State state,
            AmountJson amount,
            String iban,
            String requestedAt,
            @Nullable String settledAt,
            @Nullable String reason) {}

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CustomerTopUps")
    public record RequestsJson(
            List<RequestJson> topUps, @Nullable String next) {}

    @Inject
    private TopUpRequests requests;

    @Inject
    private Currencies currencies;

    @Inject
    private UnsealedWrite write;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask for a top-up, once for each Idempotency-Key",
            description =
                    "It is pending until the bank has the money, or knows that none comes. Only then does the balance"
                            + " change.")
    @Parameter(name = UnsealedWrite.KEY, in = ParameterIn.HEADER, required = true, example = "top-up-2026-03-01-a")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "top-up", value = WANTED)))
    @APIResponse(responseCode = "201", description = "The request, PENDING")
    @APIResponse(responseCode = "400", description = "IDEMPOTENCY_KEY_MISSING")
    @APIResponse(responseCode = "409", description = "IDEMPOTENCY_CONFLICT, or WRONG_STATUS: the customer is closing")
    @APIResponse(
            responseCode = "422",
            description =
                    "NOT_POSSIBLE, WRONG_SCALE or WRONG_AMOUNT: amount or IBAN out of form, no account in the currency,"
                            + " or too many pending")
    public Response ask(@Context SecurityContext caller, WantedJson wanted) {
        String customer = caller.getUserPrincipal().getName();
        String currency = wanted.amount().currency();
        long amount = wanted.amount().inLedgerScale(currencies.get(currency));
        return write.creating(() -> json(requests.request(customer, amount, currency, wanted.iban())));
    }

    @GET
    @Operation(summary = "The calling customer's top-ups, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public RequestsJson list(
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200, or 50") @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext caller) {
        int most = Cursor.limit(limit);
        String seen = Cursor.lastSeen(cursor, ID);
        List<TopUpRequest> page =
                requests.of(caller.getUserPrincipal().getName(), seen == null ? null : UUID.fromString(seen), most);
        return new RequestsJson(
                page.stream().map(this::json).toList(),
                page.size() < most
                        ? null
                        : Cursor.after(page.get(page.size() - 1).id()));
    }

    private RequestJson json(TopUpRequest request) {
        Instant settledAt = request.settledAt();
        return new RequestJson(
                request.id().toString(),
                request.state(),
                AmountJson.of(request.amount(), currencies.get(request.currency())),
                request.iban(),
                request.requestedAt().toString(),
                settledAt == null ? null : settledAt.toString(),
                request.returnReason());
    }
}
