package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.PaymentState;
import dev.farthing.micropayment.VendorBooks;
import dev.farthing.web.keys.ProvenVendor;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Cursor;
import dev.farthing.web.problem.Days;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** A vendor's own contract and payments. What belongs to another vendor is not there. */
@Path("/vendor")
@Produces(MediaType.APPLICATION_JSON)
@ProvenVendor
@SecurityRequirement(name = "vendorProof")
public class VendorBooksResource {
    private static final Pattern PAYMENT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What the vendor has agreed on with the bank. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContractJson(
            String vendor,
            String name,
            String status,
            String feePlan,
            int conditionalDays,
            @Nullable String payoutIban,
            @Nullable Integer requestLimit) {}

    /** @param returned what was reversed or refunded of it, absent if nothing was */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PaymentJson(
            String submission,
            String payment,
            String businessDate,
            String at,
            String customer,
            String item,
            int quantity,
            AmountJson amount,
            PaymentState state,
            boolean firm,
            @Nullable ReturnedJson returned,
            @Nullable List<ReturnJson> returns) {}

    /** How much of a payment was given back. */
    public record ReturnedJson(int quantity, AmountJson amount) {}

    /** @param by {@code vendor} or {@code bank}; {@code submission} is the vendor's own */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReturnJson(
            @JsonProperty("return") String id,
            @Nullable String submission,
            String kind,
            String businessDate,
            String at,
            int quantity,
            AmountJson amount,
            int remaining,
            String reason,
            String by) {}

    /** @param next the cursor of the next page, absent on the last one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PaymentPage(
            List<PaymentJson> payments, @Nullable String next) {}

    @Inject
    private VendorBooks books;

    @Inject
    private Currencies currencies;

    @GET
    @Operation(summary = "The calling vendor's contract and status")
    public ContractJson contract(@Context SecurityContext caller) {
        VendorBooks.Contract contract = books.contract(vendor(caller));
        return new ContractJson(
                contract.vendor(),
                contract.name(),
                contract.status(),
                contract.feePlan(),
                contract.conditionalDays(),
                contract.payoutIban(),
                contract.requestLimit());
    }

    @GET
    @Path("/payments")
    @Operation(summary = "A page of the calling vendor's accepted payments, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_DATE, WRONG_STATE, WRONG_CURSOR or WRONG_LIMIT")
    public PaymentPage payments(
            @Context SecurityContext caller,
            @Parameter(description = "First business date") @QueryParam("from") @Nullable String from,
            @Parameter(description = "Last business date") @QueryParam("to") @Nullable String to,
            @Parameter(description = "An item's code") @QueryParam("item") @Nullable String item,
            @Parameter(description = "A customer's identifier") @QueryParam("customer") @Nullable String customer,
            @Parameter(description = "CONDITIONAL, FIRM, PARTLY_REVERSED, REVERSED, PARTLY_REFUNDED or REFUNDED")
                    @QueryParam("state")
                    @Nullable String state,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        @Nullable String after = Cursor.lastSeen(cursor, PAYMENT_ID);
        int most = Cursor.limit(limit);
        List<VendorBooks.Entry> found = books.payments(
                vendor(caller),
                new VendorBooks.Filter(
                        Days.optional(from),
                        Days.optional(to),
                        item,
                        customer,
                        state(state),
                        after == null ? null : UUID.fromString(after)),
                most + 1);
        List<VendorBooks.Entry> page = found.subList(0, Math.min(most, found.size()));
        return new PaymentPage(
                page.stream().map(payment -> json(payment, null)).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1).payment()) : null);
    }

    @GET
    @Path("/payments/{submissionId}")
    @Operation(summary = "One accepted payment with its reversals and refunds, by the id of its submission")
    @APIResponse(responseCode = "200", description = "The payment as it stands now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no accepted payment of this vendor has this id")
    public PaymentJson payment(@Context SecurityContext caller, @PathParam("submissionId") String submissionId) {
        VendorBooks.Whole whole = books.payment(vendor(caller), submissionId);
        return json(
                whole.payment(),
                whole.returns().stream()
                        .map(one -> json(one, whole.payment().currency()))
                        .toList());
    }

    private PaymentJson json(VendorBooks.Entry payment, @Nullable List<ReturnJson> returns) {
        return new PaymentJson(
                payment.submissionId(),
                payment.payment().toString(),
                payment.businessDate().toString(),
                payment.decidedAt().toString(),
                payment.customer(),
                payment.item(),
                payment.quantity(),
                amount(payment.amount(), payment.currency()),
                payment.state(),
                payment.firm(),
                payment.returnedQuantity() == 0
                        ? null
                        : new ReturnedJson(
                                payment.returnedQuantity(), amount(payment.returnedAmount(), payment.currency())),
                returns);
    }

    private ReturnJson json(VendorBooks.Return one, String currency) {
        return new ReturnJson(
                one.id().toString(),
                one.submissionId(),
                one.kind(),
                one.businessDate().toString(),
                one.decidedAt().toString(),
                one.quantity(),
                amount(one.amount(), currency),
                one.remaining(),
                one.reason(),
                one.submissionId() == null ? "bank" : "vendor");
    }

    private AmountJson amount(long amount, String currency) {
        return AmountJson.of(amount, currencies.get(currency));
    }

    private static @Nullable PaymentState state(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Stream.of(PaymentState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new BadRequest(400, "WRONG_STATE", "Ask for one of " + List.of(PaymentState.values())));
    }

    private static String vendor(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
