package dev.farthing.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.farthing.batch.settlement.JobRefused;
import dev.farthing.calendar.DayRefused;
import dev.farthing.calendar.GateBusy;
import dev.farthing.database.SqlFailure;
import dev.farthing.device.DeviceRefused;
import dev.farthing.device.RegistrationDenied;
import dev.farthing.device.StrangersRefused;
import dev.farthing.idempotency.IdempotencyConflict;
import dev.farthing.keys.EnrolmentDenied;
import dev.farthing.ledger.LedgerRefused;
import dev.farthing.micropayment.CatalogueRefused;
import dev.farthing.micropayment.MicropaymentRefused;
import dev.farthing.outbox.EventsGone;
import dev.farthing.outbox.FeedsFull;
import dev.farthing.party.PartyRefused;
import dev.farthing.runs.RunRefused;
import dev.farthing.settlement.SettlementRefused;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.resteasy.spi.Failure;

/** Turns whatever goes wrong into a problem document. The caller gets no stack trace; the log gets it with a number. */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());
    private static final int RETRY_AFTER_SECONDS = 1;

    @Override
    public Response toResponse(Throwable thrown) {
        Throwable cause = thrown instanceof EJBException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof WebApplicationException web) {
            return ofStatus(web);
        }
        Problem problem = ofCause(cause);
        Response.ResponseBuilder response = problem.toResponse();
        if (problem.status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static Problem ofCause(Throwable cause) {
        if (cause instanceof PartyRefused refused) {
            return switch (refused.kind()) {
                case NOT_FOUND -> Problem.of(404, "NOT_FOUND", text(refused));
                case NOT_POSSIBLE -> Problem.of(422, "NOT_POSSIBLE", text(refused));
                case WRONG_STATUS -> Problem.of(409, "WRONG_STATUS", text(refused));
                case NOT_DRAINED -> Problem.of(409, "NOT_DRAINED", text(refused));
            };
        }
        if (cause instanceof LedgerRefused refused) {
            return ofKind(refused.kind() == LedgerRefused.Kind.NOT_FOUND, refused);
        }
        if (cause instanceof MicropaymentRefused refused) {
            return refused.kind() == MicropaymentRefused.Kind.CONFLICT
                    ? Problem.of(409, "CONFLICT", text(refused))
                    : ofKind(refused.kind() == MicropaymentRefused.Kind.NOT_FOUND, refused);
        }
        if (cause instanceof SettlementRefused refused) {
            return ofKind(refused.kind() == SettlementRefused.Kind.NOT_FOUND, refused);
        }
        if (cause instanceof RunRefused refused) {
            return switch (refused.kind()) {
                case NOT_FOUND -> Problem.of(404, "NOT_FOUND", text(refused));
                case BUSY -> Problem.passing(409, "JOB_BUSY", text(refused), "none");
                case WRONG_STATE -> Problem.of(409, "WRONG_STATE", text(refused));
            };
        }
        if (cause instanceof JobRefused refused) {
            return Problem.of(422, "NOT_POSSIBLE", text(refused));
        }
        if (cause instanceof CatalogueRefused refused) {
            return Problem.ofItems(text(refused), refused.complaints());
        }
        if (cause instanceof DeviceRefused refused) {
            return ofKind(refused.kind() == DeviceRefused.Kind.NOT_FOUND, refused);
        }
        if (cause instanceof IdempotencyConflict conflict) {
            return Problem.of(409, "IDEMPOTENCY_CONFLICT", text(conflict));
        }
        if (cause instanceof DayRefused refused) {
            return Problem.of(409, "DAY_REFUSED", text(refused));
        }
        if (cause instanceof GateBusy busy) {
            return Problem.passing(503, "GATE_BUSY", text(busy), "none");
        }
        if (cause instanceof FeedsFull full) {
            return Problem.passing(503, "BUSY", text(full), "none");
        }
        if (cause instanceof EventsGone gone) {
            return Problem.of(410, "EVENTS_GONE", text(gone));
        }
        if (cause instanceof EnrolmentDenied denied) {
            return Problem.of(403, "ENROLMENT_REFUSED", text(denied));
        }
        if (cause instanceof RegistrationDenied denied) {
            return Problem.of(403, "REGISTRATION_REFUSED", text(denied));
        }
        if (cause instanceof StrangersRefused busy) {
            return Problem.passing(503, "BUSY", text(busy), "none");
        }
        if (cause instanceof BadRequest bad) {
            return Problem.of(bad.status(), bad.code(), text(bad));
        }
        if (cause instanceof JsonProcessingException json) {
            return JsonProblems.of(json);
        }
        if (cause instanceof Failure failure && failure.getErrorCode() < 500) {
            return Problem.of(400, "MALFORMED_REQUEST", "A header of the request is not in the form of RFC 9110");
        }
        return ofMachine(cause);
    }

    private static Problem ofMachine(Throwable cause) {
        if (SqlFailure.isBadText(cause)) {
            return Problem.of(422, "NOT_POSSIBLE", "Leave out the character U+0000: no name or address holds it");
        }
        if (SqlFailure.isDuplicate(cause)) {
            return Problem.passing(
                    409, "CONCURRENT_CHANGE", "Somebody stored the same at the same time: send it again", "none");
        }
        if (cause instanceof RejectedExecutionException || SqlFailure.isPassing(cause)) {
            LOG.log(Level.WARNING, "Request failed for now", cause);
            return Problem.passing(503, "UNAVAILABLE", "The server cannot do this for now: send it again", "unknown");
        }
        return unexpected(cause);
    }

    private static Problem ofKind(boolean notFound, RuntimeException refused) {
        return notFound ? Problem.of(404, "NOT_FOUND", text(refused)) : Problem.of(422, "NOT_POSSIBLE", text(refused));
    }

    private static Response ofStatus(WebApplicationException web) {
        if (web.getCause() instanceof JsonProcessingException json) {
            return JsonProblems.of(json).toResponse().build();
        }
        if (isWrongParameter(web)) {
            return Problem.of(400, "WRONG_PARAMETER", "A query parameter is not in form: see /openapi")
                    .toResponse()
                    .build();
        }
        Response.ResponseBuilder response =
                Problem.ofStatus(web.getResponse().getStatus()).toResponse();
        web.getResponse().getAllowedMethods().forEach(method -> response.header("Allow", method));
        return response.build();
    }

    /** JAX-RS calls a query parameter that is no number an address that is not there. */
    private static boolean isWrongParameter(WebApplicationException web) {
        return web instanceof NotFoundException
                && web.getCause() instanceof IllegalArgumentException
                && String.valueOf(web.getMessage()).contains("QueryParam");
    }

    private static Problem unexpected(Throwable cause) {
        String number = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "Request failed, incident " + number, cause);
        return Problem.passing(
                500, "INTERNAL_ERROR", "Something broke here; tell the bank the incident number " + number, "unknown");
    }

    private static String text(RuntimeException refused) {
        String message = refused.getMessage();
        return message == null ? "Refused" : message;
    }
}
