package dev.farthing.web.device;

import dev.farthing.device.Devices;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Takes in a customer's device. */
@Path("/devices")
public class RegistrationsResource {
    @Inject
    private Devices devices;

    @POST
    @Consumes("application/jose")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Register a customer's device",
            description =
                    "The body is a compact JWS (typ farthing-device+jwt) of code, aud, iat, name and key, signed by"
                            + " the key that it carries.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/jose",
                            examples =
                                    @ExampleObject(name = "registration", value = "eyJhbGciOi….eyJjb2RlIjo….MEUCIQ…")))
    @APIResponse(
            responseCode = "201",
            description = "Registered; the same registration sent again has the same answer",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples =
                                    @ExampleObject(
                                            name = "registered",
                                            value =
                                                    "{\"customer\":\"anna-1\",\"kid\":\"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs\","
                                                            + "\"audience\":\"farthing\"}")))
    @APIResponse(responseCode = "403", description = "REGISTRATION_REFUSED")
    public Response register(byte[] jws) {
        return Response.status(Response.Status.CREATED)
                .entity(devices.register(new String(jws, StandardCharsets.ISO_8859_1)))
                .build();
    }
}
