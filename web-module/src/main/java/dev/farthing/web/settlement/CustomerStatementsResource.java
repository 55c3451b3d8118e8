package dev.farthing.web.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.settlement.CustomerStatement;
import dev.farthing.settlement.CustomerStatements;
import dev.farthing.settlement.StatementSheet;
import dev.farthing.settlement.Turnover.Total;
import dev.farthing.web.device.ProvenCustomer;
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

/** A customer's statements of closed days. */
@Path("/customer/statements")
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerStatementsResource {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
    private static final LocalDate END_OF_TIME = LocalDate.of(9999, 12, 31);

    /** A closed day that has a statement. */
    @Schema(name = "CustomerStatementDay")
    public record StatementDay(String date) {}

    /** @param next the cursor of the next page, absent on the last one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CustomerStatementDays")
    public record StatementPage(
            List<StatementDay> statements, @Nullable String next) {}

    /** A day, one line a currency. */
    @Schema(name = "CustomerDayStatement")
    public record StatementJson(String date, List<LineJson> lines) {}

    /**
     * Opening - payments + reversals + refunds + topUps + collected - collectionsReturned = closing; below nothing is owed.
     *
     * @param toCollect asked for in the night, {@code pending} asked for and not answered, this night's included
     * @param carriedForward owed and not asked for, since the bank's transactions cannot carry it
     */
    @Schema(name = "CustomerDayStatementLine")
    public record LineJson(
            String currency,
            AmountJson opening,
            TotalJson payments,
            TotalJson reversals,
            TotalJson refunds,
            TotalJson topUps,
            AmountJson collected,
            AmountJson collectionsReturned,
            AmountJson closing,
            AmountJson toCollect,
            AmountJson pending,
            AmountJson carriedForward) {}

    /** How many, and how much in all. */
    @Schema(name = "CustomerTotal")
    public record TotalJson(long count, AmountJson amount) {}

    @Inject
    private CustomerStatements statements;

    @Inject
    private Amounts amounts;

    @GET
    @Operation(summary = "A page of the closed days that the calling customer has statements of, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public StatementPage statements(
            @Context SecurityContext caller,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        LocalDate before = Objects.requireNonNullElse(Days.optional(Cursor.lastSeen(cursor, DAY)), END_OF_TIME);
        int most = Cursor.limit(limit);
        List<LocalDate> found = statements.days(customer(caller), before, most + 1);
        List<LocalDate> page = found.subList(0, Math.min(most, found.size()));
        return new StatementPage(
                page.stream().map(day -> new StatementDay(day.toString())).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1)) : null);
    }

    @GET
    @Path("/{date}")
    @Produces({MediaType.APPLICATION_JSON, SheetOrJson.CSV})
    @Operation(
            summary = "The calling customer's statement of a closed day; by Accept as JSON or CSV",
            description =
                    "Opening - payments + reversals + refunds + topUps + collected - collectionsReturned = closing."
                            + " Each purchase stands in /customer/statement.")
    @APIResponse(
            responseCode = "200",
            description = "The day in each currency",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = StatementJson.class)),
                @Content(mediaType = SheetOrJson.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "WRONG_DATE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: nothing moved on that day, or it is not closed")
    public Response statement(
            @Context SecurityContext caller, @Context Request request, @PathParam("date") String date) {
        List<CustomerStatement> found = statements.statement(customer(caller), Days.day(date));
        return SheetOrJson.of(
                request,
                "statement-" + date,
                () -> new StatementJson(
                        found.get(0).day().toString(),
                        found.stream().map(this::json).toList()),
                () -> StatementSheet.ofCustomer(found, amounts::scale));
    }

    private LineJson json(CustomerStatement one) {
        String currency = one.currency();
        return new LineJson(
                currency,
                amounts.of(one.balance().opening(), currency),
                total(one.spending().payments(), currency),
                total(one.spending().reversals(), currency),
                total(one.spending().refunds(), currency),
                total(one.spending().topUps(), currency),
                amounts.of(one.collected(), currency),
                amounts.of(one.collectionsReturned(), currency),
                amounts.of(one.balance().closing(), currency),
                amounts.of(one.toCollect(), currency),
                amounts.of(one.pending(), currency),
                amounts.of(one.carriedForward(), currency));
    }

    private TotalJson total(Total total, String currency) {
        return new TotalJson(total.count(), amounts.of(total.amount(), currency));
    }

    private static String customer(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
