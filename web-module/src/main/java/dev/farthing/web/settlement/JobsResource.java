package dev.farthing.web.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.audit.Actors;
import dev.farthing.batch.settlement.JobBoard;
import dev.farthing.batch.settlement.JobOrder;
import dev.farthing.runs.Claim;
import dev.farthing.runs.Run;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.Cursor;
import dev.farthing.web.problem.Days;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Jobs and their runs, for operators and for a scheduler's user, who may do nothing else. */
@Path("/operator/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"operator", "batch"})
@SecurityRequirement(name = "operator")
public class JobsResource {
    private static final Pattern RUN = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    /**
     * What to run.
     *
     * @param job {@code close-business-day} or {@code import-bank-statements}
     * @param day the business day that is to be closed; of no other job
     * @param ahead true to close a day that has not begun by the clock, seven days ahead at most
     */
    public record OrderJson(
            String job, @Nullable String day, @Nullable Boolean ahead) {}

    /** A run as it stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Run")
    public record RunJson(
            long run,
            String job,
            String subject,
            String state,
            int attempt,
            String node,
            String startedBy,
            String startedAt,
            @Nullable String endedAt,
            @Nullable String step,
            @Nullable String message,
            List<StepJson> steps) {}

    /** @param done vendors, accounts, files or whatever the step counts; {@code perSecond} of them */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RunStep")
    public record StepJson(
            String step,
            String state,
            long done,
            List<AmountJson> amounts,
            long perSecond,
            @Nullable String note) {}

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Runs")
    public record RunsJson(List<RunJson> runs, @Nullable String next) {}

    @Inject
    private JobBoard jobs;

    @Inject
    private Amounts amounts;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Start a job, or take up its run where it was interrupted, stopped or failed",
            description =
                    "A day is closed by one run, whoever starts it and however often: one that is under way or done is answered"
                            + " with 200 as it stands. A day that has not begun by the calendar's clock is refused, unless ahead"
                            + " says that it is meant. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "close a day",
                                        value =
                                                "{\"job\":\"close-business-day\",\"day\":\"2026-03-02\",\"ahead\":true}"),
                                @ExampleObject(name = "import", value = "{\"job\":\"import-bank-statements\"}")
                            }))
    @APIResponse(responseCode = "200", description = "The run is under way already, or done")
    @APIResponse(responseCode = "202", description = "The run that was begun: ask for it again to see it end")
    @APIResponse(responseCode = "409", description = "DAY_REFUSED: it is not over; JOB_BUSY: another run is under way")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: no such job, or a day too many or missing")
    public Response start(@Context SecurityContext operator, OrderJson order) {
        return answer(jobs.start(
                new JobOrder(order.job(), Days.optional(order.day()), Boolean.TRUE.equals(order.ahead())),
                actor(operator)));
    }

    @GET
    @Operation(summary = "A page of runs, the newest first; their steps are told one by one")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_CURSOR or WRONG_LIMIT")
    public RunsJson list(
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        String seen = Cursor.lastSeen(cursor, RUN);
        int most = Cursor.limit(limit);
        List<Run> found = jobs.list(seen == null ? null : Long.valueOf(seen), most + 1);
        List<Run> page = found.subList(0, Math.min(most, found.size()));
        return new RunsJson(
                page.stream().map(this::json).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1).id()) : null);
    }

    @GET
    @Path("/{run}")
    @Operation(summary = "How a run stands, and what its steps have done")
    @APIResponse(responseCode = "200", description = "The run")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public RunJson show(@PathParam("run") long run) {
        return json(jobs.show(run));
    }

    @POST
    @Path("/{run}/stop")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Stop a run after the work in hand",
            description = "What is done stays done; restart goes on from there. Audited.")
    @APIResponse(responseCode = "202", description = "The run, which will end soon")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "WRONG_STATE: nobody works on it")
    public Response stop(@PathParam("run") long run, @Context SecurityContext operator) {
        return Response.status(ACCEPTED)
                .entity(json(jobs.stop(run, actor(operator))))
                .build();
    }

    @POST
    @Path("/{run}/restart")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Take up a run that was interrupted, stopped or failed",
            description = "One that is under way or done is answered with 200 as it stands. Audited.")
    @APIResponse(responseCode = "200", description = "The run is under way already, or done")
    @APIResponse(responseCode = "202", description = "The run")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "JOB_BUSY: another run is under way")
    public Response restart(@PathParam("run") long run, @Context SecurityContext operator) {
        return answer(jobs.restart(run, actor(operator)));
    }

    private Response answer(Claim claim) {
        return Response.status(claim.begun() ? ACCEPTED : OK)
                .entity(json(claim.run()))
                .build();
    }

    private RunJson json(Run run) {
        Instant endedAt = run.endedAt();
        List<StepJson> steps = run.steps().stream()
                .map(step -> new StepJson(
                        step.name(),
                        step.state(),
                        step.done(),
                        amounts.of(step.amounts()),
                        step.perSecond(),
                        step.note()))
                .toList();
        return new RunJson(
                run.id(),
                run.job(),
                run.subject(),
                run.state().name(),
                run.attempt(),
                run.node(),
                run.startedBy(),
                run.startedAt().toString(),
                endedAt == null ? null : endedAt.toString(),
                steps.isEmpty() ? null : steps.get(steps.size() - 1).step(),
                run.message(),
                steps);
    }

    private static String actor(SecurityContext operator) {
        return Actors.operator(operator.getUserPrincipal().getName());
    }
}
