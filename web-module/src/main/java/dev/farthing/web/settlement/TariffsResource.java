package dev.farthing.web.settlement;

import dev.farthing.audit.Actors;
import dev.farthing.settlement.Cycle;
import dev.farthing.settlement.FeePlan;
import dev.farthing.settlement.Rail;
import dev.farthing.settlement.Tariffs;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What vendors are charged, and what the bank's own transactions cost. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class TariffsResource {
    /**
     * A plan that vendors' contracts name.
     *
     * @param ratePpm parts in a million of what turned firm in a cycle less what was refunded
     * @param minimums the least that a cycle with firm payments is charged, by currency; may be left out
     */
    public record PlanJson(
            Cycle cycle, int ratePpm, @Nullable List<AmountJson> minimums) {}

    /** A plan as stored. */
    public record StoredPlan(String plan, Cycle cycle, int ratePpm, List<AmountJson> minimums) {}

    /** All plans, by code. */
    @Schema(name = "FeePlans")
    public record PlansJson(List<StoredPlan> plans) {}

    /** What one of the bank's transactions costs; statements tell what sharing it has saved. */
    public record FeeJson(AmountJson transactionFee) {}

    /** @param minorDigits decimals that the bank's transactions carry */
    public record StoredRail(String currency, int minorDigits, AmountJson transactionFee) {}

    /** All currencies in which the bank moves money. */
    @Schema(name = "Rails")
    public record RailsJson(List<StoredRail> rails) {}

    @Inject
    private Tariffs tariffs;

    @Inject
    private Amounts amounts;

    @GET
    @Path("/fee-plans")
    @Operation(summary = "All fee plans, by code")
    @APIResponse(responseCode = "200", description = "The plans")
    public PlansJson plans() {
        return new PlansJson(tariffs.plans().stream().map(this::json).toList());
    }

    @GET
    @Path("/fee-plans/{plan}")
    @Operation(summary = "A fee plan")
    @APIResponse(responseCode = "200", description = "The plan")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public StoredPlan plan(@PathParam("plan") String plan) {
        return json(tariffs.plan(plan));
    }

    @PUT
    @Path("/fee-plans/{plan}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a fee plan, or put another in its place",
            description = "Vendors name it in their contracts (feePlan). It counts from the next night on. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "4 %, at least 5 cents",
                                            value =
                                                    "{\"cycle\":\"DAILY\",\"ratePpm\":40000,\"minimums\":[{\"value\":\"50000\","
                                                            + "\"currency\":\"USD\",\"scale\":6}]}")))
    @APIResponse(responseCode = "200", description = "The plan as it is stored")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: something is not in form, or out of bounds")
    public StoredPlan putPlan(@PathParam("plan") String plan, @Context SecurityContext operator, PlanJson wanted) {
        Map<String, Long> minimums = new TreeMap<>();
        List<AmountJson> sent = wanted.minimums() == null ? List.of() : wanted.minimums();
        sent.forEach(amount -> {
            if (amount == null) {
                throw new BadRequest(422, "NOT_POSSIBLE", "Leave out minimums that are null");
            }
            if (minimums.put(amount.currency(), amounts.inLedgerScale(amount)) != null) {
                throw new BadRequest(422, "NOT_POSSIBLE", "Give one minimum for " + amount.currency());
            }
        });
        return json(tariffs.put(new FeePlan(plan, wanted.cycle(), wanted.ratePpm(), minimums), actor(operator)));
    }

    @GET
    @Path("/rails")
    @Operation(summary = "What the bank's own transactions cost, by currency")
    @APIResponse(responseCode = "200", description = "The currencies in which the bank moves money")
    public RailsJson rails() {
        return new RailsJson(tariffs.rails().stream().map(this::json).toList());
    }

    @PUT
    @Path("/rails/{currency}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say what one of the bank's transactions costs",
            description = "Payouts and collections made from then on tell what sharing one has saved. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "20 cents",
                                            value =
                                                    "{\"transactionFee\":{\"value\":\"200000\",\"currency\":\"USD\",\"scale\":6}}")))
    @APIResponse(responseCode = "200", description = "As it is stored")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the bank moves no money in this currency")
    @APIResponse(responseCode = "422", description = "WRONG_CURRENCY: the fee is in another one")
    public StoredRail putRail(
            @PathParam("currency") String currency, @Context SecurityContext operator, FeeJson wanted) {
        AmountJson fee = wanted.transactionFee();
        tariffs.rail(currency);
        if (!fee.currency().equals(currency)) {
            throw new BadRequest(422, "WRONG_CURRENCY", "Give the fee in the currency of the transactions");
        }
        return json(tariffs.putTransactionFee(currency, amounts.inLedgerScale(fee), actor(operator)));
    }

    private StoredPlan json(FeePlan plan) {
        return new StoredPlan(plan.code(), plan.cycle(), plan.ratePpm(), amounts.of(plan.minimums()));
    }

    private StoredRail json(Rail rail) {
        return new StoredRail(rail.currency(), rail.minorDigits(), amounts.of(rail.transactionFee(), rail.currency()));
    }

    private static String actor(SecurityContext operator) {
        return Actors.operator(operator.getUserPrincipal().getName());
    }
}
