package dev.farthing.web.device;

import dev.farthing.device.DeviceRing;
import dev.farthing.device.Devices;
import dev.farthing.keys.OneTimeCode;
import dev.farthing.web.idempotency.UnsealedWrite;
import dev.farthing.web.problem.BadRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Operators' work on customers' devices: hand out codes, and revoke what was lost. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class OperatorDevicesResource {
    private static final int MAX_REASON = 200;

    /** @param code shown once; hand it to the customer on a safe way */
    public record DeviceCodeJson(String code, String expiresAt) {}

    /** Why a device is revoked; for the audit trail. */
    public record ReasonJson(String reason) {}

    @Inject
    private Devices devices;

    @Inject
    private DeviceRing ring;

    @Inject
    private UnsealedWrite write;

    @POST
    @Path("/customers/{customer}/device-codes")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Make a one-time code for a device of the customer, good for 24 hours")
    @APIResponse(
            responseCode = "201",
            description = "The code, shown once",
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "code",
                                            value = "{\"code\":\"lDtf2sl4YpCs1tdBzcBFpHtsFu4\","
                                                    + "\"expiresAt\":\"2026-03-02T12:00:00Z\"}")))
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such customer")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: closed, or 20 active devices already")
    public Response makeCode(@PathParam("customer") String customer, @Context SecurityContext operator) {
        OneTimeCode issued = devices.issueCode(customer, actor(operator));
        return Response.status(Response.Status.CREATED)
                .entity(new DeviceCodeJson(issued.code(), issued.expiresAt().toString()))
                .build();
    }

    @GET
    @Path("/customers/{customer}/devices")
    @Operation(summary = "A customer's devices, the active ones first")
    public CustomerDevicesResource.DevicesJson list(@PathParam("customer") String customer) {
        return new CustomerDevicesResource.DevicesJson(
                devices.of(customer).stream().map(DeviceJson::of).toList());
    }

    @POST
    @Path("/customers/{customer}/devices/{kid}/revocation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Revoke a customer's device at once and for good, such as one that was lost")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "reason",
                                            value = "{\"reason\":\"lost, says the customer\"}")))
    @APIResponse(responseCode = "200", description = "The device, REVOKED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the customer has no such device")
    public Response revoke(
            @PathParam("customer") String customer,
            @PathParam("kid") String kid,
            @Context SecurityContext operator,
            ReasonJson why) {
        if (why.reason().isBlank() || why.reason().length() > MAX_REASON) {
            throw new BadRequest(422, "NOT_POSSIBLE", "A reason has 1 to " + MAX_REASON + " characters");
        }
        String actor = actor(operator);
        Response revoked = write.changing(() -> DeviceJson.of(devices.revoke(customer, kid, actor, why.reason())));
        ring.forget(kid);
        return revoked;
    }

    private static String actor(SecurityContext operator) {
        return "operator:" + operator.getUserPrincipal().getName();
    }
}
