package dev.farthing.web.party;

import dev.farthing.keys.Enrolments;
import dev.farthing.keys.OneTimeCode;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.micropayment.Consents;
import dev.farthing.micropayment.Onboarding;
import dev.farthing.party.Customer;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Operators' work on vendors and customers. */
@Path("/operator")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class PartiesResource {
    /** @param currency of the accounts that the party gets */
    public record PartyJson(String name, String currency) {}

    /** A party as it is stored. */
    public record StoredParty(String code, String name, String status) {}

    /** @param code shown once; hand it to the vendor on a safe way */
    public record EnrolmentCodeJson(String code, String expiresAt) {}

    /** The identifier by which one vendor knows a customer. */
    public record IdentifierJson(String identifier) {}

    /** The status that a customer's accounts are to have. */
    public record AccountStatusJson(AccountStatus status) {}

    @Inject
    private Onboarding onboarding;

    @Inject
    private Vendors vendors;

    @Inject
    private Enrolments enrolments;

    @Inject
    private Consents consents;

    @PUT
    @Path("/vendors/{vendor}")
    @Operation(summary = "Take a vendor on, or rename it")
    public StoredParty putVendor(@PathParam("vendor") String code, PartyJson party) {
        Vendor vendor = onboarding.vendor(code, party.name(), party.currency());
        return new StoredParty(vendor.code(), vendor.name(), vendor.status().name());
    }

    @POST
    @Path("/vendors/{vendor}/enrolment-codes")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Make a one-time code for the vendor's first keys")
    public Response makeEnrolmentCode(@PathParam("vendor") String code) {
        OneTimeCode issued = enrolments.issueCode(vendors.get(code));
        return Response.status(Response.Status.CREATED)
                .entity(new EnrolmentCodeJson(issued.code(), issued.expiresAt().toString()))
                .build();
    }

    @PUT
    @Path("/customers/{customer}")
    @Operation(summary = "Take a customer on with a prepaid account, or rename the customer")
    public StoredParty putCustomer(@PathParam("customer") String code, PartyJson party) {
        Customer customer = onboarding.customer(code, party.name(), party.currency());
        return new StoredParty(
                customer.code(), customer.name(), customer.status().name());
    }

    @PUT
    @Path("/customers/{customer}/account-status")
    @Operation(summary = "Open, freeze or close all accounts of a customer")
    public AccountStatusJson setAccountStatus(@PathParam("customer") String code, AccountStatusJson wanted) {
        onboarding.setAccountStatus(code, wanted.status());
        return wanted;
    }

    @POST
    @Path("/customers/{customer}/identifiers/{vendor}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "The identifier by which this vendor knows the customer; consent stays as it is")
    public IdentifierJson identifier(@PathParam("customer") String customer, @PathParam("vendor") String vendor) {
        return new IdentifierJson(consents.identifier(customer, vendor));
    }

    @PUT
    @Path("/customers/{customer}/consents/{vendor}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Record the customer's consent to payments to this vendor, given on paper; caps stay as they are")
    public IdentifierJson giveConsent(
            @PathParam("customer") String customer,
            @PathParam("vendor") String vendor,
            @Context SecurityContext operator) {
        return new IdentifierJson(consents.give(customer, vendor, actor(operator)));
    }

    @DELETE
    @Path("/customers/{customer}/consents/{vendor}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Withdraw the customer's consent")
    public void withdrawConsent(
            @PathParam("customer") String customer,
            @PathParam("vendor") String vendor,
            @Context SecurityContext operator) {
        consents.withdraw(customer, vendor, actor(operator));
    }

    private static String actor(SecurityContext operator) {
        return "operator:" + operator.getUserPrincipal().getName();
    }
}
