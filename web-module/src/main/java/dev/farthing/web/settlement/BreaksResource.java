package dev.farthing.web.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.audit.Actors;
import dev.farthing.settlement.Break;
import dev.farthing.settlement.Reconciliation;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Cursor;
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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What was found to differ, and how it was resolved. */
@Path("/operator/breaks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class BreaksResource {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    /**
     * A difference.
     *
     * @param owners whose payouts and collections stop as long as it is open
     * @param kept what is there, in the ledger's scale; {@code counted} what should be
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Break")
    public record BreakJson(
            long id,
            String kind,
            String subject,
            List<String> owners,
            @Nullable String currency,
            @Nullable String kept,
            @Nullable String counted,
            String detail,
            String foundOn,
            String seenOn,
            String foundAt,
            String state,
            @Nullable String resolution,
            @Nullable String resolvedBy,
            @Nullable String resolvedAt) {}

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Breaks")
    public record BreaksJson(
            List<BreakJson> breaks, @Nullable String next) {}

    /** How the break was resolved, for whoever asks later. */
    public record ResolutionJson(String resolution) {}

    @Inject
    private Reconciliation reconciliation;

    @GET
    @Operation(summary = "A page of breaks, the newest first")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_STATE, WRONG_CURSOR or WRONG_LIMIT")
    public BreaksJson list(
            @Parameter(description = "OPEN or RESOLVED") @QueryParam("state") @DefaultValue("OPEN") String state,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        String seen = Cursor.lastSeen(cursor, ID);
        int most = Cursor.limit(limit);
        List<Break> found = reconciliation.list(state(state), seen == null ? null : Long.valueOf(seen), most + 1);
        List<Break> page = found.subList(0, Math.min(most, found.size()));
        return new BreaksJson(
                page.stream().map(BreaksResource::json).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1).id()) : null);
    }

    @GET
    @Path("/{break}")
    @Operation(summary = "A break")
    @APIResponse(responseCode = "200", description = "The break as it stands")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public BreakJson show(@PathParam("break") long id) {
        return json(reconciliation.get(id));
    }

    @POST
    @Path("/{break}/resolution")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say how a break was resolved",
            description =
                    "What it stopped goes on with the next night; if that finds the same again, there is another break."
                            + " One that is resolved already stays as it is. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "resolved",
                                            value = "{\"resolution\":\"the vendor's new account is checked\"}")))
    @APIResponse(responseCode = "200", description = "The break as it stands")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: 1 to 500 characters")
    public BreakJson resolve(@PathParam("break") long id, @Context SecurityContext operator, ResolutionJson said) {
        return json(reconciliation.resolve(
                id,
                said.resolution(),
                Actors.operator(operator.getUserPrincipal().getName())));
    }

    private static Break.State state(String name) {
        try {
            return Break.State.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "WRONG_STATE", "A break is OPEN or RESOLVED");
        }
    }

    private static BreakJson json(Break one) {
        BigDecimal kept = one.finding().kept();
        BigDecimal counted = one.finding().counted();
        Instant resolvedAt = one.resolvedAt();
        return new BreakJson(
                one.id(),
                one.finding().kind(),
                one.finding().subject(),
                one.finding().owners(),
                one.finding().currency(),
                kept == null ? null : kept.toPlainString(),
                counted == null ? null : counted.toPlainString(),
                one.finding().detail(),
                one.foundOn().toString(),
                one.seenOn().toString(),
                one.foundAt().toString(),
                one.state().name(),
                one.resolution(),
                one.resolvedBy(),
                resolvedAt == null ? null : resolvedAt.toString());
    }
}
