package dev.farthing.web.party;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.audit.Actors;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.Onboarding;
import dev.farthing.micropayment.Relationships;
import dev.farthing.party.Vendor;
import dev.farthing.party.VendorContract;
import dev.farthing.party.Vendors;
import dev.farthing.web.problem.AmountJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Vendors' contracts, and the steps of their lives. */
@Path("/operator")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class VendorContractsResource {
    private static final String STORED =
            "{\"code\":\"newsstand\",\"name\":\"The Newsstand\",\"status\":\"ACTIVE\",\"feePlan\":\"standard\","
                    + "\"conditionalDays\":1,\"payoutIban\":\"DE89370400440532013000\",\"accounts\":[{\"currency\":\"USD\","
                    + "\"status\":\"OPEN\",\"conditional\":{\"value\":\"250000\",\"currency\":\"USD\",\"scale\":6},"
                    + "\"payable\":{\"value\":\"0\",\"currency\":\"USD\",\"scale\":6}}]}";

    /**
     * The whole contract; what is left out is as usual.
     *
     * @param currency of the accounts that the vendor gets, if it has none in it yet
     * @param feePlan "standard" if left out
     * @param conditionalDays business days that a payment stays conditional, 1 if left out
     * @param requestLimit requests a second; the server's limit if left out
     */
    public record VendorJson(
            String name,
            String currency,
            @Nullable String feePlan,
            @Nullable Integer conditionalDays,
            @Nullable String payoutIban,
            @Nullable Integer requestLimit) {
        VendorContract contract() {
            return new VendorContract(
                    name,
                    feePlan == null ? VendorContract.USUAL_FEE_PLAN : feePlan,
                    conditionalDays == null ? VendorContract.USUAL_CONDITIONAL_DAYS : conditionalDays,
                    payoutIban,
                    requestLimit);
        }
    }

    /** The status that a vendor is to have, and why, for the audit trail. */
    public record VendorStatusJson(Vendor.Status status, String reason) {}

    /** A vendor as it is stored, with what it has. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StoredVendor(
            String code,
            String name,
            String status,
            String feePlan,
            int conditionalDays,
            @Nullable String payoutIban,
            @Nullable Integer requestLimit,
            List<VendorAccounts> accounts) {}

    /** A vendor's two accounts in one currency. */
    public record VendorAccounts(String currency, String status, AmountJson conditional, AmountJson payable) {}

    @Inject
    private Onboarding onboarding;

    @Inject
    private Relationships relationships;

    @Inject
    private Vendors vendors;

    @Inject
    private Ledger ledger;

    @Inject
    private Currencies currencies;

    @PUT
    @Path("/vendors/{vendor}")
    @Operation(
            summary = "Take a vendor on, or put a new contract in the place of the old one",
            description = "The contract as a whole: what is left out is as usual, not as before. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "as usual",
                                        value = "{\"name\":\"The Newsstand\",\"currency\":\"USD\"}"),
                                @ExampleObject(
                                        name = "in full",
                                        value =
                                                "{\"name\":\"The Newsstand\",\"currency\":\"USD\",\"feePlan\":\"press\","
                                                        + "\"conditionalDays\":3,\"payoutIban\":\"DE89370400440532013000\","
                                                        + "\"requestLimit\":500}")
                            }))
    @APIResponse(
            responseCode = "200",
            description = "The vendor as it is stored",
            content = @Content(examples = @ExampleObject(name = "a vendor", value = STORED)))
    @APIResponse(responseCode = "409", description = "WRONG_STATUS: the vendor is closed, or closing")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: something is not in form, such as the IBAN")
    public StoredVendor put(@PathParam("vendor") String code, @Context SecurityContext operator, VendorJson wanted) {
        return stored(onboarding.vendor(code, wanted.contract(), wanted.currency(), actor(operator)));
    }

    @GET
    @Path("/vendors/{vendor}")
    @Operation(summary = "A vendor's contract, status and balances")
    @APIResponse(
            responseCode = "200",
            description = "The vendor as it is stored",
            content = @Content(examples = @ExampleObject(name = "a vendor", value = STORED)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public StoredVendor get(@PathParam("vendor") String code) {
        return stored(vendors.get(code));
    }

    @POST
    @Path("/vendors/{vendor}/status")
    @Operation(
            summary = "Suspend a vendor, resume it, or take a step to its end",
            description = "ACTIVE and SUSPENDED become one another or CLOSING; CLOSING becomes CLOSED once nothing is"
                    + " conditional or payable. No payment is booked past a step. Asking for the status that the vendor has"
                    + " changes nothing. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "suspend",
                                            value = "{\"status\":\"SUSPENDED\",\"reason\":\"complaints, case 4711\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The vendor as it is stored",
            content = @Content(examples = @ExampleObject(name = "a vendor", value = STORED)))
    @APIResponse(responseCode = "409", description = "WRONG_STATUS: no such step; NOT_DRAINED: something is left")
    @APIResponse(responseCode = "503", description = "GATE_BUSY: bookings did not end in time; send it again")
    public StoredVendor changeStatus(
            @PathParam("vendor") String code, @Context SecurityContext operator, VendorStatusJson wanted) {
        return stored(relationships.changeVendor(code, wanted.status(), wanted.reason(), actor(operator)));
    }

    private StoredVendor stored(Vendor vendor) {
        VendorContract contract = vendor.contract();
        List<Account> accounts = ledger.accountsOf(vendor.accountOwner());
        return new StoredVendor(
                vendor.code(),
                vendor.name(),
                vendor.status().name(),
                contract.feePlan(),
                contract.conditionalDays(),
                contract.payoutIban(),
                contract.requestLimit(),
                accounts.stream()
                        .filter(account -> account.role() == AccountRole.VENDOR_CONDITIONAL)
                        .map(account -> accounts(account, accounts))
                        .toList());
    }

    private VendorAccounts accounts(Account conditional, List<Account> all) {
        AmountJson payable = all.stream()
                .filter(account -> account.role() == AccountRole.VENDOR_PAYABLE)
                .filter(account -> account.currency().equals(conditional.currency()))
                .findFirst()
                .map(this::amount)
                .orElseThrow(() -> new IllegalStateException("A vendor's accounts are opened in pairs"));
        return new VendorAccounts(conditional.currency(), conditional.status().name(), amount(conditional), payable);
    }

    private AmountJson amount(Account account) {
        return AmountJson.of(ledger.balance(account.id()).amount(), currencies.get(account.currency()));
    }

    private static String actor(SecurityContext operator) {
        return Actors.operator(operator.getUserPrincipal().getName());
    }
}
