package dev.farthing.web.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.ledger.DayBalance;
import dev.farthing.settlement.Payout;
import dev.farthing.settlement.Payouts;
import dev.farthing.settlement.StatementSheet;
import dev.farthing.settlement.Turnover.Total;
import dev.farthing.settlement.VendorStatement;
import dev.farthing.settlement.VendorStatements;
import dev.farthing.web.keys.ProvenVendor;
import dev.farthing.web.problem.AmountJson;
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
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** A vendor's own statements and payouts. What belongs to another vendor is not there. */
@Path("/vendor")
@Produces(MediaType.APPLICATION_JSON)
@ProvenVendor
@SecurityRequirement(name = "vendorProof")
public class VendorStatementsResource {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
    private static final Pattern REFERENCE = Pattern.compile("[A-Z0-9-]{1,35}");
    private static final LocalDate END_OF_TIME = LocalDate.of(9999, 12, 31);

    /** The last day of a cycle that has a statement. */
    @Schema(name = "StatementDay")
    public record StatementDay(String date) {}

    /** @param next the cursor of the next page, absent on the last one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "VendorStatements")
    public record StatementPage(
            List<StatementDay> statements, @Nullable String next) {}

    /** A cycle, one line a currency. */
    @Schema(name = "VendorStatement")
    public record StatementJson(String from, String date, List<LineJson> lines) {}

    /**
     * Conditional: opening + payments - reversals - firmed = closing. Payable: opening + firmed - refunds + payoutsReturned - the
     * fee charged - payout = closing, which is carried forward.
     *
     * @param payoutHeld BREAK, NO_IBAN or REFUNDED_SINCE: why not everything that the bank can move was paid out
     * @param shared how many payments share the payout's transaction, those of cycles before that had none included
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "VendorStatementLine")
    public record LineJson(
            String currency,
            BalancesJson conditional,
            BalancesJson payable,
            TotalJson payments,
            TotalJson reversals,
            TotalJson refunds,
            TotalJson firmed,
            AmountJson payoutsReturned,
            FeeJson fee,
            AmountJson payout,
            @Nullable String payoutHeld,
            SharedJson shared) {}

    /** When the cycle began, and when it ended. */
    @Schema(name = "Balances")
    public record BalancesJson(AmountJson opening, AmountJson closing) {}

    /** How many, and how much in all. */
    @Schema(name = "Total")
    public record TotalJson(long count, AmountJson amount) {}

    /** @param brought owed from before, {@code carried} owed to the next cycle, for want of anything to take it from */
    @Schema(name = "Fee")
    public record FeeJson(String plan, AmountJson brought, AmountJson charged, AmountJson carried) {}

    /** @param saved what that many transactions would have cost, less what one does */
    @Schema(name = "Shared")
    public record SharedJson(long payments, AmountJson transactionFee, AmountJson saved) {}

    /** @param next the cursor of the next page, absent on the last one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "VendorPayouts")
    public record PayoutPage(
            List<PayoutJson> payouts, @Nullable String next) {}

    @Inject
    private VendorStatements statements;

    @Inject
    private Payouts payouts;

    @Inject
    private Amounts amounts;

    @GET
    @Path("/statements")
    @Operation(
            summary = "A page of the calling vendor's statements: the last days of its closed cycles, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public StatementPage statements(
            @Context SecurityContext caller,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        LocalDate before = Objects.requireNonNullElse(Days.optional(Cursor.lastSeen(cursor, DAY)), END_OF_TIME);
        int most = Cursor.limit(limit);
        List<LocalDate> found = statements.cycleEnds(vendor(caller), before, most + 1);
        List<LocalDate> page = found.subList(0, Math.min(most, found.size()));
        return new StatementPage(
                page.stream().map(day -> new StatementDay(day.toString())).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1)) : null);
    }

    @GET
    @Path("/statements/{date}")
    @Produces({MediaType.APPLICATION_JSON, SheetOrJson.CSV})
    @Operation(
            summary = "The calling vendor's statement of the cycle that ended on a day; by Accept as JSON or CSV",
            description =
                    "Conditional: opening + payments - reversals - firmed = closing. Payable: opening + firmed - refunds"
                            + " + payoutsReturned - fee.charged - payout = closing, which is carried forward.")
    @APIResponse(
            responseCode = "200",
            description = "The cycle in each currency",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = StatementJson.class)),
                @Content(mediaType = SheetOrJson.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "WRONG_DATE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no cycle ended on that day, or it is not closed")
    public Response statement(
            @Context SecurityContext caller, @Context Request request, @PathParam("date") String date) {
        List<VendorStatement> found = statements.statement(vendor(caller), Days.day(date));
        return SheetOrJson.of(
                request,
                "statement-" + vendor(caller) + "-" + date,
                () -> new StatementJson(
                        found.get(0).cycleBegin().toString(),
                        found.get(0).cycleEnd().toString(),
                        found.stream().map(this::json).toList()),
                () -> StatementSheet.ofVendor(found, amounts::scale));
    }

    @GET
    @Path("/payouts")
    @Operation(summary = "A page of the calling vendor's payouts, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public PayoutPage payouts(
            @Context SecurityContext caller,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        int most = Cursor.limit(limit);
        List<Payout> found = payouts.ofVendor(vendor(caller), Cursor.lastSeen(cursor, REFERENCE), most + 1);
        List<Payout> page = found.subList(0, Math.min(most, found.size()));
        return new PayoutPage(
                page.stream().map(one -> PayoutJson.of(one, amounts)).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1).reference()) : null);
    }

    private LineJson json(VendorStatement one) {
        String currency = one.currency();
        return new LineJson(
                currency,
                balances(one.conditional(), currency),
                balances(one.payable(), currency),
                total(one.turnover().payments(), currency),
                total(one.turnover().reversals(), currency),
                total(one.turnover().refunds(), currency),
                total(one.turnover().firm(), currency),
                amounts.of(one.payoutsReturned(), currency),
                new FeeJson(
                        one.fee().plan(),
                        amounts.of(one.fee().brought(), currency),
                        amounts.of(one.fee().charged(), currency),
                        amounts.of(one.fee().carried(), currency)),
                amounts.of(one.payout(), currency),
                one.payoutHeld() == null ? null : one.payoutHeld().name(),
                new SharedJson(
                        one.shared(), amounts.of(one.transactionFee(), currency), amounts.of(one.saved(), currency)));
    }

    private BalancesJson balances(DayBalance balance, String currency) {
        return new BalancesJson(amounts.of(balance.opening(), currency), amounts.of(balance.closing(), currency));
    }

    private TotalJson total(Total total, String currency) {
        return new TotalJson(total.count(), amounts.of(total.amount(), currency));
    }

    private static String vendor(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
