package dev.farthing.web.micropayment;

import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.Cap;
import dev.farthing.micropayment.Consent;
import dev.farthing.micropayment.ConsentState;
import dev.farthing.micropayment.Consents;
import dev.farthing.web.device.ProvenCustomer;
import dev.farthing.web.idempotency.UnsealedWrite;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What a customer consents to, and how much may be spent by it. */
@Path("/customer")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerConsentsResource {
    private static final String CAPS = "{\"caps\":["
            + "{\"kind\":\"PER_PURCHASE\",\"amount\":{\"value\":\"5000000\",\"currency\":\"USD\",\"scale\":6}},"
            + "{\"kind\":\"PER_DAY\",\"amount\":{\"value\":\"20000000\",\"currency\":\"USD\",\"scale\":6}}]}";
    private static final String RIGHTS_CAPS = "{\"caps\":[{\"kind\":\"PER_RIGHTS\",\"rightsModel\":\"PERIOD\","
            + "\"amount\":{\"value\":\"30000000\",\"currency\":\"USD\",\"scale\":6}}]}";

    /** Caps that are to take the place of those that there are. */
    @Schema(name = "Caps")
    public record CapsJson(List<@Nullable CapJson> caps) {}

    /** Caps, and what is used of them. */
    @Schema(name = "CapUses")
    public record CapUsesJson(List<CapJson.Used> caps) {}

    /** How the customer stands to one vendor. */
    @Schema(name = "Consent")
    public record ConsentJson(
            String vendor, String vendorName, ConsentState state, String changedAt, List<CapJson.Used> caps) {}

    /** By the vendors' codes. */
    public record ConsentsJson(List<ConsentJson> consents) {}

    @Inject
    private Consents consents;

    @Inject
    private Currencies currencies;

    @Inject
    private UnsealedWrite write;

    @GET
    @Path("/consents")
    @Operation(
            summary = "How the calling customer stands to each vendor that knows the customer",
            description = "State NONE: the vendor has an identifier of the customer, and may ask for nothing.")
    @APIResponse(responseCode = "200", description = "Consents with their caps, by the vendors' codes; at most 1,000")
    public ConsentsJson list(@Context SecurityContext caller) {
        return new ConsentsJson(
                consents.of(code(caller)).stream().map(this::json).toList());
    }

    @PUT
    @Path("/consents/{vendor}")
    @Operation(
            summary = "Consent to payments to a vendor, within these caps",
            description =
                    "The caps take the place of those that the consent had. What was used of a cap stays used, if there"
                            + " is one of the same kind, rights model and currency. No caps: no bound but the account's.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "caps", value = CAPS)))
    @APIResponse(responseCode = "200", description = "The consent as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such vendor")
    @APIResponse(
            responseCode = "422",
            description =
                    "NOT_POSSIBLE, WRONG_SCALE or WRONG_AMOUNT: caps out of form, or somebody is closing or closed")
    public Response give(@PathParam("vendor") String vendor, @Context SecurityContext caller, CapsJson wanted) {
        String customer = code(caller);
        List<Cap> caps = CapJson.caps(wanted.caps(), currencies);
        return write.changing(() -> {
            consents.give(customer, vendor, caps, actor(customer));
            return json(consents.of(customer, vendor));
        });
    }

    @DELETE
    @Path("/consents/{vendor}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Withdraw consent to payments to a vendor",
            description = "No submission that comes later is accepted. Withdrawing what was not given changes nothing.")
    @APIResponse(responseCode = "204", description = "Withdrawn")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such vendor")
    public Response withdraw(@PathParam("vendor") String vendor, @Context SecurityContext caller) {
        String customer = code(caller);
        return write.removing(() -> consents.withdraw(customer, vendor, actor(customer)));
    }

    @GET
    @Path("/caps")
    @Operation(summary = "The calling customer's caps over all vendors, and what is used of them")
    public CapUsesJson caps(@Context SecurityContext caller) {
        return new CapUsesJson(CapJson.used(consents.caps(code(caller)), currencies));
    }

    @PUT
    @Path("/caps")
    @Operation(
            summary = "Set the caps over all vendors",
            description =
                    "They take the place of those that there were, as those of a consent do. PER_VENDOR stands in a"
                            + " consent only.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "rights", value = RIGHTS_CAPS)))
    @APIResponse(responseCode = "200", description = "The caps as they are now")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE, WRONG_SCALE or WRONG_AMOUNT")
    public Response setCaps(@Context SecurityContext caller, CapsJson wanted) {
        String customer = code(caller);
        List<Cap> caps = CapJson.caps(wanted.caps(), currencies);
        return write.changing(
                () -> new CapUsesJson(CapJson.used(consents.setCaps(customer, caps, actor(customer)), currencies)));
    }

    private ConsentJson json(Consent consent) {
        return new ConsentJson(
                consent.vendor(),
                consent.vendorName(),
                consent.state(),
                consent.changedAt().toString(),
                CapJson.used(consent.caps(), currencies));
    }

    private static String code(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }

    private static String actor(String customer) {
        return "customer:" + customer;
    }
}
