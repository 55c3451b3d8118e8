package dev.farthing.web.calendar;

import dev.farthing.batch.settlement.JobBoard;
import dev.farthing.batch.settlement.JobRun;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Days;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Business days, and the job that closes one. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class BusinessDaysResource {
    /** A business day and its state. */
    public record DayJson(String day, String state) {}

    @Inject
    private BusinessDays days;

    @Inject
    private JobBoard jobs;

    @GET
    @Path("/business-days/{day}")
    @Operation(summary = "The state of a business day")
    public DayJson day(@PathParam("day") String day) {
        LocalDate date = Days.day(day);
        return days.state(BusinessDays.MAIN_CALENDAR, date)
                .map(state -> new DayJson(date.toString(), state.name()))
                .orElseThrow(() -> new BadRequest(404, "NOT_FOUND", date + " is not a business day that has begun"));
    }

    @POST
    @Path("/business-days/{day}/close")
    @Operation(
            summary = "Start the job that cuts the day off and closes it",
            description =
                    "A day that has not begun by the calendar's clock is refused, unless ahead=true says that it is"
                            + " meant: then up to seven days ahead.")
    @APIResponse(responseCode = "202", description = "The run that was started: see /operator/jobs/{run}")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: this day has not begun")
    @APIResponse(responseCode = "409", description = "DAY_REFUSED: it is not over")
    public Response close(@PathParam("day") String day, @QueryParam("ahead") @DefaultValue("false") boolean ahead) {
        DayJson known = day(day);
        return Response.accepted(jobs.closeBusinessDay(LocalDate.parse(known.day()), ahead))
                .build();
    }

    @GET
    @Path("/jobs/{run}")
    @Operation(summary = "How a run of a job stands")
    public JobRun job(@PathParam("run") long run) {
        return jobs.show(run).orElseThrow(() -> new BadRequest(404, "NOT_FOUND", "There is no run " + run));
    }
}
