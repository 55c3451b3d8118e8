package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.DayBalance;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** A vendor's own contract, payments and statements. What belongs to another vendor is not there. */
@Path("/vendor")
@Produces(MediaType.APPLICATION_JSON)
@ProvenVendor
@SecurityRequirement(name = "vendorProof")
public class VendorBooksResource {
    private static final Pattern PAYMENT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
    private static final LocalDate END_OF_TIME = LocalDate.of(9999, 12, 31);

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

    /** A day that has a statement. */
    public record StatementDay(String date) {}

    /** @param next the cursor of the next page, absent on the last one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StatementPage(
            List<StatementDay> statements, @Nullable String next) {}

    /** A closed day, one line a currency. */
    public record StatementJson(String date, List<LineJson> lines) {}

    /** Conditional: opening + payments - reversals - firmed = closing. Payable: opening + firmed - refunds = closing. */
    public record LineJson(
            String currency,
            BalancesJson conditional,
            BalancesJson payable,
            TotalJson payments,
            TotalJson reversals,
            TotalJson refunds,
            TotalJson firmed) {}

    /** When the day began, and when it ended. */
    public record BalancesJson(AmountJson opening, AmountJson closing) {}

    /** How many, and how much in all. */
    public record TotalJson(long count, AmountJson amount) {}

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

    @GET
    @Path("/statements")
    @Operation(summary = "A page of the days that have statements: the closed ones, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public StatementPage statements(
            @Context SecurityContext caller,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        LocalDate before = Objects.requireNonNullElse(Days.optional(Cursor.lastSeen(cursor, DAY)), END_OF_TIME);
        int most = Cursor.limit(limit);
        List<LocalDate> found = books.closedDays(before, most + 1);
        List<LocalDate> page = found.subList(0, Math.min(most, found.size()));
        return new StatementPage(
                page.stream().map(day -> new StatementDay(day.toString())).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1)) : null);
    }

    @GET
    @Path("/statements/{date}")
    @Operation(
            summary = "The calling vendor's statement of a closed day",
            description = "Conditional: opening + payments - reversals - firmed = closing."
                    + " Payable: opening + firmed - refunds = closing.")
    @APIResponse(responseCode = "200", description = "The day in each currency")
    @APIResponse(responseCode = "400", description = "WRONG_DATE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the day is not closed")
    public StatementJson statement(@Context SecurityContext caller, @PathParam("date") String date) {
        VendorBooks.Statement statement = books.statement(vendor(caller), Days.day(date));
        return new StatementJson(
                statement.date().toString(),
                statement.lines().stream().map(this::json).toList());
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

    private LineJson json(VendorBooks.Line line) {
        return new LineJson(
                line.currency(),
                balances(line.conditional(), line.currency()),
                balances(line.payable(), line.currency()),
                total(line.payments(), line.currency()),
                total(line.reversals(), line.currency()),
                total(line.refunds(), line.currency()),
                total(line.firmed(), line.currency()));
    }

    private BalancesJson balances(DayBalance balance, String currency) {
        return new BalancesJson(amount(balance.opening(), currency), amount(balance.closing(), currency));
    }

    private TotalJson total(VendorBooks.Total total, String currency) {
        return new TotalJson(total.count(), amount(total.amount(), currency));
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
