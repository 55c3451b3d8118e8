package dev.farthing.web.device;

import dev.farthing.device.DeviceRing;
import dev.farthing.device.Devices;
import dev.farthing.web.idempotency.UnsealedWrite;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** A customer's own devices. */
@Path("/customer/devices")
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerDevicesResource {
    /** The active ones first. */
    public record DevicesJson(List<DeviceJson> devices) {}

    @Inject
    private Devices devices;

    @Inject
    private DeviceRing ring;

    @Inject
    private UnsealedWrite write;

    @GET
    @Operation(summary = "The calling customer's devices, the active ones first")
    @APIResponse(responseCode = "200", description = "kid, name, family, state, createdAt, revokedAt of each")
    public DevicesJson list(@Context SecurityContext caller) {
        return new DevicesJson(devices.of(caller.getUserPrincipal().getName()).stream()
                .map(DeviceJson::of)
                .toList());
    }

    @POST
    @Path("/{kid}/revocation")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Revoke a device at once and for good",
            description = "A device may revoke itself; its next request is refused. Revoking again changes nothing.")
    @APIResponse(responseCode = "200", description = "The device, REVOKED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the calling customer has no such device")
    public Response revoke(@PathParam("kid") String kid, @Context SecurityContext caller) {
        String customer = caller.getUserPrincipal().getName();
        Response revoked = write.changing(
                () -> DeviceJson.of(devices.revoke(customer, kid, "customer:" + customer, "by the customer")));
        // The transaction is over: from here on nothing signed by it passes on this node, and within a second on
        // others.
        ring.forget(kid);
        return revoked;
    }
}
