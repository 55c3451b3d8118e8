package dev.farthing.web.notification;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.farthing.notification.CustomerNotices;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** What customers were told, as operators see it. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class NoticesResource {
    /** A page of notices; ask for the next with the last one's id as {@code after}. */
    public record Page(List<Notice> notices) {}

    /** One notice; {@code event} is the event that it tells of. */
    public record Notice(
            long id,
            String kind,
            String createdAt,
            @JsonRawValue String event) {}

    @Inject
    private CustomerNotices notices;

    @GET
    @Path("/customers/{customer}/notices")
    @Operation(summary = "A customer's notices, the oldest first")
    public Page notices(@PathParam("customer") String customer, @QueryParam("after") @DefaultValue("0") long after) {
        return new Page(notices.of(customer, after).stream()
                .map(n -> new Notice(n.id(), n.kind(), n.createdAt().toString(), n.payload()))
                .toList());
    }
}
