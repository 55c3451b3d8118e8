package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.HeldEntitlement;
import dev.farthing.micropayment.RightsModel;
import dev.farthing.micropayment.StatementLine;
import dev.farthing.micropayment.Statements;
import dev.farthing.settlement.CollectionMovement;
import dev.farthing.settlement.Collections;
import dev.farthing.web.device.ProvenCustomer;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.Cursor;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What a customer's accounts moved, and what the customer may do for it. */
@Path("/customer")
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerStatementResource {
    /** After every booking that there will be. */
    private static final UUID LAST = new UUID(-1, -1);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CustomerStatement")
    public record StatementJson(
            List<LineJson> lines, @Nullable String next) {}

    /** Why money moved. */
    @Schema(name = "CustomerStatementKind")
    public enum Kind {
        PAYMENT,
        REVERSAL,
        REFUND,
        TOP_UP,
        /** What was owed has come from the customer's bank. */
        COLLECTION,
        /** And was taken back. */
        COLLECTION_RETURNED
    }

    private record Numbered(UUID id, LineJson line) {}

    /** @param amount signed: what went away is less than 0 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CustomerStatementLine")
    public record LineJson(
            String at,
            String businessDate,
            Kind kind,
            @Nullable String vendor,
            @Nullable String item,
            @Nullable Integer quantity,
            AmountJson amount,
            @Nullable String payment) {}

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "HeldEntitlements")
    public record EntitlementsJson(
            List<EntitlementJson> entitlements, @Nullable String next) {}

    /** @param quantity what is left, and {@code rights} are for */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "HeldEntitlement")
    public record EntitlementJson(
            String payment,
            String vendor,
            String vendorName,
            String item,
            @Nullable String title,
            int quantity,
            RightsJson rights,
            String since,
            @Nullable String until,
            boolean valid) {}

    /** @param count uses, of COUNT only */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "HeldRights")
    public record RightsJson(RightsModel model, @Nullable Integer count, String text) {}

    @Inject
    private Statements statements;

    @Inject
    private Collections collections;

    @Inject
    private Currencies currencies;

    @GET
    @Path("/statement")
    @Operation(
            summary = "What moved on the calling customer's accounts, the newest first",
            description = "All lines of a currency add up to the account's balance. What is booked while pages are read"
                    + " comes in front of the first.")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public StatementJson statement(
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200, or 50") @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext caller) {
        int most = Cursor.limit(limit);
        String customer = caller.getUserPrincipal().getName();
        UUID before = before(cursor);
        // Two sources in one order: ids are ordered by time, whoever made them.
        List<Numbered> lines = Stream.concat(
                        statements.lines(customer, before, most).stream()
                                .map(line -> new Numbered(line.id(), json(line))),
                        collections.movements(customer, before == null ? LAST : before, most).stream()
                                .map(moved -> new Numbered(moved.id(), json(moved))))
                .sorted(Comparator.comparing((Numbered line) -> line.id().toString())
                        .reversed())
                .limit(most)
                .toList();
        return new StatementJson(lines.stream().map(Numbered::line).toList(), next(lines, most, Numbered::id));
    }

    @GET
    @Path("/entitlements")
    @Operation(
            summary = "What the calling customer's payments entitle to, the newest first",
            description = "Also what does so no longer: valid tells. The signed entitlement is with the vendor.")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public EntitlementsJson entitlements(
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200, or 50") @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext caller) {
        int most = Cursor.limit(limit);
        List<HeldEntitlement> held =
                statements.entitlements(caller.getUserPrincipal().getName(), before(cursor), most);
        return new EntitlementsJson(
                held.stream().map(CustomerStatementResource::json).toList(),
                next(held, most, HeldEntitlement::payment));
    }

    private static @Nullable UUID before(@Nullable String cursor) {
        String seen = Cursor.lastSeen(cursor, ID);
        return seen == null ? null : UUID.fromString(seen);
    }

    private static <T> @Nullable String next(List<T> page, int most, Function<T, UUID> id) {
        return page.size() < most ? null : Cursor.after(id.apply(page.get(page.size() - 1)));
    }

    private LineJson json(CollectionMovement moved) {
        return new LineJson(
                moved.at().toString(),
                moved.businessDate().toString(),
                moved.returned() ? Kind.COLLECTION_RETURNED : Kind.COLLECTION,
                null,
                null,
                null,
                AmountJson.of(moved.amount(), currencies.get(moved.currency())),
                null);
    }

    private LineJson json(StatementLine line) {
        UUID payment = line.payment();
        return new LineJson(
                line.at().toString(),
                line.businessDate().toString(),
                Kind.valueOf(line.kind().name()),
                line.vendor(),
                line.item(),
                line.quantity(),
                AmountJson.of(line.amount(), currencies.get(line.currency())),
                payment == null ? null : payment.toString());
    }

    private static EntitlementJson json(HeldEntitlement held) {
        Instant until = held.rights().until();
        return new EntitlementJson(
                held.payment().toString(),
                held.vendor(),
                held.vendorName(),
                held.item(),
                held.title(),
                held.quantity(),
                new RightsJson(
                        held.rights().model(),
                        held.rights().count(),
                        held.rights().text()),
                held.since().toString(),
                until == null ? null : until.toString(),
                held.valid());
    }
}
