package dev.farthing.web.keys;

import dev.farthing.audit.Actors;
import dev.farthing.keys.KeyLife;
import dev.farthing.keys.KeyRing;
import dev.farthing.keys.KeyUsage;
import dev.farthing.keys.Rotations;
import dev.farthing.keys.ServerKeys;
import dev.farthing.kit.envelope.KeyFamily;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Operators' work on keys: the end of a vendor's, and the whole life of the server's own. */
@Path("/operator")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class OperatorKeysResource {
    private static final String A_KEY = "Zk3vP0fPz2mCq8mQz1R8yqXy6H3xM0F1cJm3Wk9d2aE";

    /** Which key is to be made. */
    public record NewKeyJson(KeyUsage usage, KeyFamily family) {}

    @Inject
    private Rotations rotations;

    @Inject
    private ServerKeys serverKeys;

    @Inject
    private KeyRing ring;

    @GET
    @Path("/vendors/{vendor}/keys")
    @Operation(summary = "A vendor's keys, the newest first")
    @Parameter(name = "vendor", description = "The vendor's code", example = "kiosk")
    @APIResponse(responseCode = "200", description = "At most 200 keys of any state")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such vendor")
    public VendorKeysResource.KeysJson vendorKeys(@PathParam("vendor") String vendor) {
        return VendorKeysResource.KeysJson.of(rotations.keysOf(vendor));
    }

    @POST
    @Path("/vendors/{vendor}/keys/{kid}/revocation")
    @Operation(
            summary = "End a vendor's key at once",
            description = "Every payment is settled before or refused after. A vendor without an active signing key"
                    + " enrols again with a new code.")
    @Parameter(name = "vendor", description = "The vendor's code", example = "kiosk")
    @Parameter(name = "kid", description = "The key", example = A_KEY)
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "reported by the vendor",
                                            value = "{\"reason\":\"reported stolen by telephone\"}")))
    @APIResponse(responseCode = "200", description = "The key as it is now; ended again, it is the same")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such vendor, or it has no such key")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: the reason is not in form")
    @APIResponse(responseCode = "503", description = "The payments under way do not end: send it again")
    public KeyJson revokeVendorKey(
            @PathParam("vendor") String vendor,
            @PathParam("kid") String kid,
            @Context SecurityContext operator,
            ReasonJson why) {
        KeyLife key = rotations.revoke(vendor, kid, actor(operator), why.reason());
        ring.reload();
        return KeyJson.of(key);
    }

    @GET
    @Path("/server-keys")
    @Operation(summary = "The server's own keys, the newest first")
    @APIResponse(responseCode = "200", description = "At most 200 keys of any state")
    public VendorKeysResource.KeysJson serverKeys() {
        return VendorKeysResource.KeysJson.of(serverKeys.list());
    }

    @POST
    @Path("/server-keys")
    @Operation(
            summary = "Make a key that is to follow the server's active one",
            description = "It is published at once and used for nothing, until it is activated.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a signing key",
                                            value = "{\"usage\":\"SIGNING\",\"family\":\"ED25519\"}")))
    @APIResponse(responseCode = "201", description = "The pending key")
    @APIResponse(responseCode = "409", description = "KEY_STATE: there is a pending one of this usage and family")
    public Response make(@Context SecurityContext operator, NewKeyJson wanted) {
        KeyLife made = serverKeys.make(wanted.usage(), wanted.family(), actor(operator));
        ring.reload();
        return Response.status(Response.Status.CREATED).entity(KeyJson.of(made)).build();
    }

    @POST
    @Path("/server-keys/{kid}/activation")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Put a pending key of the server into use",
            description = "The one before is accepted until retiresAt. Sent again it has the same result.")
    @Parameter(name = "kid", description = "The pending key", example = A_KEY)
    @APIResponse(responseCode = "200", description = "The key as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such key")
    @APIResponse(
            responseCode = "409",
            description =
                    "KEY_STATE: it was followed by another already; KEY_NOT_PUBLISHED_LONG_ENOUGH: try again later")
    public KeyJson activate(@PathParam("kid") String kid, @Context SecurityContext operator) {
        KeyLife key = serverKeys.activate(kid, actor(operator));
        ring.reload();
        return KeyJson.of(key);
    }

    @POST
    @Path("/server-keys/{kid}/revocation")
    @Operation(
            summary = "End a key of the server that is not in use",
            description = "What is still sealed to it is refused; a vendor's kit fetches the key set and seals anew.")
    @Parameter(name = "kid", description = "The key", example = A_KEY)
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(name = "a backup was lost", value = "{\"reason\":\"lost backup\"}")))
    @APIResponse(responseCode = "200", description = "The key as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such key, or it is revoked")
    @APIResponse(responseCode = "409", description = "KEY_STATE: it is in use; activate another first")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: the reason is not in form")
    public KeyJson revoke(@PathParam("kid") String kid, @Context SecurityContext operator, ReasonJson why) {
        KeyLife key = serverKeys.revoke(kid, actor(operator), why.reason());
        ring.reload();
        return KeyJson.of(key);
    }

    private static String actor(SecurityContext operator) {
        return Actors.operator(operator.getUserPrincipal().getName());
    }
}
