package dev.farthing.web.keys;

import dev.farthing.keys.Enrolments;
import dev.farthing.keys.KeyRing;
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

/** Takes in a vendor's first keys. */
@Path("/enrolments")
public class EnrolmentsResource {
    @Inject
    private Enrolments enrolments;

    @Inject
    private KeyRing keys;

    @POST
    @Consumes("application/jose")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Enrol a vendor's first keys",
            description = "The body is a compact JWS of the one-time code and the two public keys, signed by the"
                    + " signing key that it carries.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/jose",
                            examples = @ExampleObject(name = "enrolment", value = "eyJhbGciOi….eyJjb2RlIjo….MEUCIQ…")))
    @APIResponse(responseCode = "201", description = "Enrolled; the same enrolment sent again has the same answer")
    @APIResponse(responseCode = "403", description = "ENROLMENT_REFUSED")
    public Response enrol(byte[] jws) {
        Enrolments.Enrolled enrolled = enrolments.enrol(new String(jws, StandardCharsets.ISO_8859_1));
        // The transaction is over: from here on this node knows the keys; the others learn them at first sight.
        keys.reload();
        return Response.status(Response.Status.CREATED).entity(enrolled).build();
    }
}
