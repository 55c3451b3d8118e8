package dev.farthing.web.party;

import dev.farthing.audit.Actors;
import dev.farthing.keys.Enrolments;
import dev.farthing.keys.OneTimeCode;
import dev.farthing.micropayment.Consents;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** What operators hand out to vendors and record for customers. */
@Path("/operator")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class PartiesResource {
    /** @param code shown once; hand it to the vendor on a safe way */
    public record EnrolmentCodeJson(String code, String expiresAt) {}

    /** The identifier by which one vendor knows a customer. */
    public record IdentifierJson(String identifier) {}

    @Inject
    private Vendors vendors;

    @Inject
    private Enrolments enrolments;

    @Inject
    private Consents consents;

    @POST
    @Path("/vendors/{vendor}/enrolment-codes")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Make a one-time code for the vendor's first keys", description = "Audited; shown once.")
    @APIResponse(
            responseCode = "201",
            description = "The code, good for one enrolment within 24 hours",
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a code",
                                            value = "{\"code\":\"q1Qy…\",\"expiresAt\":\"2026-03-03T09:30:00Z\"}")))
    public Response makeEnrolmentCode(@PathParam("vendor") String code, @Context SecurityContext operator) {
        OneTimeCode issued = enrolments.issueCode(
                vendors.get(code), Actors.operator(operator.getUserPrincipal().getName()));
        return Response.status(Response.Status.CREATED)
                .entity(new EnrolmentCodeJson(issued.code(), issued.expiresAt().toString()))
                .build();
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
