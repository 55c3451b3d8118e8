package dev.farthing.web.micropayment;

import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.micropayment.Reply;
import dev.farthing.micropayment.SubmissionDesk;
import dev.farthing.web.limit.RequestLimits;
import dev.farthing.web.problem.LargeBody;
import dev.farthing.web.problem.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Takes vendors' sealed submissions, one by one or many at once. */
@Path("/micropayments")
public class SubmissionsResource {
    private static final String JOSE = "application/jose";
    private static final int RETRY_AFTER_SECONDS = 1;

    private static final Problem NOT_ACCEPTED = Problem.of(
            400,
            "MESSAGE_NOT_ACCEPTED",
            "The message could not be opened and verified. Check its keys, audience and times against this answer's"
                    + " Date header, and that nothing changed it on its way");

    @Inject
    private SubmissionDesk desk;

    @Inject
    private RequestLimits limits;

    @POST
    @Consumes(JOSE)
    @Produces({JOSE, "application/problem+json"})
    @Operation(
            summary = "Submit one sealed purchase, reversal, refund or inquiry",
            description = "The body is a compact JWE of a compact JWS. The answer is sealed the same way, and says"
                    + " inside whether what was asked is accepted or refused.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JOSE,
                            examples = @ExampleObject(name = "sealed", value = "eyJhbGciOi…..kZ3pQ….Vh0c….1mQx…")))
    @APIResponse(responseCode = "200", description = "The sealed confirmation or refusal")
    @APIResponse(responseCode = "400", description = "MESSAGE_NOT_ACCEPTED: not authentic, not for us, or not in time")
    @APIResponse(
            responseCode = "429",
            description = "RATE_LIMITED: nothing was done; Retry-After says when to send it again")
    @APIResponse(responseCode = "503", description = "No decision for now: send the same submission id again")
    public CompletionStage<Response> submit(byte[] message) {
        return desk.accept(
                        new String(message, StandardCharsets.ISO_8859_1),
                        vendor -> limits.tryAcquire(RequestLimits.Kind.VENDOR, vendor))
                .thenApply(this::response);
    }

    @POST
    @Path("/bulk")
    @Consumes(JOSE)
    @Produces({JOSE, "application/problem+json"})
    @LargeBody(SealedEnvelope.MAX_BULK_CHARS)
    @Operation(
            summary = "Submit up to 1000 sealed purchases in one message",
            description =
                    "As for one, but with the claim op as bulk and the purchases in the claim purchases. The answer says"
                            + " inside what became of each: complete, or incomplete and then to be sent again. Each purchase is the"
                            + " same as one sent singly under its id.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JOSE,
                            examples = @ExampleObject(name = "sealed", value = "eyJhbGciOi…..nB8sY….x2Fq….7uLa…")))
    @APIResponse(responseCode = "200", description = "The sealed outcomes, or the sealed refusal of the whole")
    @APIResponse(responseCode = "400", description = "MESSAGE_NOT_ACCEPTED: not authentic, not for us, or not in time")
    @APIResponse(responseCode = "413", description = "TOO_LARGE: longer than any bulk in form")
    @APIResponse(
            responseCode = "429",
            description = "RATE_LIMITED: nothing was done; Retry-After says when to send it again")
    @APIResponse(responseCode = "503", description = "No decision for now: send the same bulk again")
    public CompletionStage<Response> submitBulk(byte[] message) {
        return desk.acceptBulk(
                        new String(message, StandardCharsets.ISO_8859_1),
                        (vendor, purchases) -> limits.tryAcquire(RequestLimits.Kind.VENDOR, vendor, purchases))
                .thenApply(this::response);
    }

    private Response response(Reply reply) {
        if (reply instanceof Reply.Sealed sealed) {
            return Response.ok(sealed.message(), JOSE).build();
        }
        if (reply instanceof Reply.NotAccepted) {
            return NOT_ACCEPTED.toResponse().build();
        }
        if (reply instanceof Reply.TooMany tooMany) {
            return limits.tooMany(RequestLimits.Kind.VENDOR, tooMany.vendor());
        }
        boolean mayBeBooked = reply instanceof Reply.Unavailable unavailable && unavailable.mayBeBooked();
        return Problem.passing(
                        503,
                        mayBeBooked ? "OUTCOME_UNKNOWN" : "BUSY",
                        "Send the same again, with the same id: it is booked at most once",
                        mayBeBooked ? "unknown" : "none")
                .toResponse()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
