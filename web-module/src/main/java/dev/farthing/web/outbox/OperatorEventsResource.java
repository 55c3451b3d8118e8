package dev.farthing.web.outbox;

import dev.farthing.outbox.EventFeed;
import dev.farthing.outbox.FeedRounds;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Everything that happened, for the bank. */
@Path("/operator/events")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class OperatorEventsResource {
    @Inject
    private FeedRounds feeds;

    @GET
    @Operation(
            summary = "All events after a number, in the bank's numbering",
            description = "With wait, the answer comes with the next event, or empty when the time is over.")
    @APIResponse(
            responseCode = "200",
            description = "A page, empty if there is nothing new; ask next with after set to its next",
            content = @Content(examples = @ExampleObject(name = "a step", value = FeedPage.EXAMPLE)))
    @APIResponse(
            responseCode = "410",
            description = "EVENTS_GONE: some of them are not kept any more; the text says where the feed begins now")
    @APIResponse(responseCode = "503", description = "BUSY: too many wait; ask without wait, or after Retry-After")
    public CompletionStage<FeedPage> events(
            @Parameter(description = "The number of the last event read, or 0", example = "16")
                    @QueryParam("after")
                    @DefaultValue("0")
                    long after,
            @Parameter(description = "1 to 500", example = "100") @QueryParam("limit") @DefaultValue("100") int limit,
            @Parameter(description = "Seconds, 0 to 30", example = "30") @QueryParam("wait") @DefaultValue("0")
                    int wait) {
        FeedPage.check(after, limit);
        Duration patience = FeedPage.patience(wait);
        return feeds.await(EventFeed.BANK, after, limit, patience).thenApply(events -> FeedPage.of(events, after));
    }
}
