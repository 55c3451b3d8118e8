package dev.farthing.web.calendar;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Days;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Business days. They are closed by a job, see {@code /operator/jobs}. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class BusinessDaysResource {
    /** A business day and its state. */
    public record DayJson(String day, String state) {}

    @Inject
    private BusinessDays days;

    @GET
    @Path("/business-days/{day}")
    @Operation(summary = "The state of a business day")
    public DayJson day(@PathParam("day") String day) {
        LocalDate date = Days.day(day);
        return days.state(BusinessDays.MAIN_CALENDAR, date)
                .map(state -> new DayJson(date.toString(), state.name()))
                .orElseThrow(() -> new BadRequest(404, "NOT_FOUND", date + " is not a business day that has begun"));
    }
}
