package dev.farthing.web.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.farthing.audit.AuditEntry;
import dev.farthing.audit.AuditTrail;
import dev.farthing.audit.AuditVerification;
import dev.farthing.web.problem.BadRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Who changed what, for operators and whoever examines them. */
@Path("/operator/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class AuditResource {
    private static final String HASH = "[0-9a-f]{64}";

    /** @param next the number to ask for more with, as {@code after}; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<Entry> entries, @Nullable Long next) {}

    /** One change; {@code detail} says what it was and what it is. */
    public record Entry(
            long number,
            String at,
            String actor,
            String action,
            String subject,
            @JsonRawValue String detail,
            String previousHash,
            String hash) {}

    /**
     * @param entries how many are whole, from the first on
     * @param head the hash of the last of them
     * @param broken the number of the first entry that is not as it was written, absent if all are
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verification(
            boolean whole,
            long entries,
            String head,
            @Nullable Long broken,
            @Nullable String what) {}

    @Inject
    private AuditTrail audit;

    @GET
    @Operation(summary = "The audit trail, the oldest first, of everybody or of one subject")
    @APIResponse(
            responseCode = "200",
            description = "A page of entries",
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a suspension",
                                            value =
                                                    "{\"entries\":[{\"number\":7,\"at\":\"2026-03-02T09:30:00.123456Z\","
                                                            + "\"actor\":\"operator:ann\",\"action\":\"vendor.status\","
                                                            + "\"subject\":\"vendor:newsstand\",\"detail\":{\"after\":\"SUSPENDED\","
                                                            + "\"before\":\"ACTIVE\",\"reason\":\"complaints\"},"
                                                            + "\"previousHash\":\"9f86…\",\"hash\":\"60303…\"}]}")))
    public Page entries(
            @Parameter(description = "vendor:CODE or customer:CODE; absent for all", example = "vendor:newsstand")
                    @QueryParam("subject")
                    @Nullable String subject,
            @Parameter(description = "The number of the last entry seen", example = "0")
                    @QueryParam("after")
                    @DefaultValue("0")
                    long after,
            @Parameter(description = "1 to 200", example = "50") @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > AuditTrail.MOST_ON_A_PAGE) {
            throw new BadRequest(400, "WRONG_LIMIT", "A page has 1 to " + AuditTrail.MOST_ON_A_PAGE + " entries");
        }
        List<AuditEntry> entries = audit.page(subject, after, limit);
        boolean more = entries.size() == limit;
        return new Page(
                entries.stream().map(AuditResource::json).toList(),
                more ? entries.get(entries.size() - 1).number() : null);
    }

    @GET
    @Path("/verification")
    @Operation(
            summary = "Count the whole trail through, and name the first entry that is not as it was written",
            description =
                    "Keep entries and head elsewhere. Given later as number and hash, they show whether everything up to"
                            + " there is still the same, which the chain alone cannot: whoever may write to the table can"
                            + " write all of it anew.")
    @APIResponse(
            responseCode = "200",
            description = "What was found",
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "whole",
                                        value = "{\"whole\":true,\"entries\":812,\"head\":\"60303ae2…\"}"),
                                @ExampleObject(
                                        name = "changed",
                                        value = "{\"whole\":false,\"entries\":41,\"head\":\"9f86d081…\",\"broken\":42,"
                                                + "\"what\":\"the entry was changed\"}")
                            }))
    public Verification verification(
            @Parameter(description = "The number of an entry whose hash was kept", example = "812")
                    @QueryParam("number")
                    @Nullable Long number,
            @Parameter(description = "The hash that was kept with it: 64 hexadecimal digits")
                    @QueryParam("hash")
                    @Nullable String hash) {
        if (number == null && hash == null) {
            return json(audit.verify());
        }
        if (number == null || hash == null || number < 1 || !hash.matches(HASH)) {
            throw new BadRequest(
                    400, "WRONG_HEAD", "Give number and hash together, as a verification answered them before");
        }
        return json(audit.verify(new AuditTrail.Head(number, hash)));
    }

    private static Entry json(AuditEntry entry) {
        return new Entry(
                entry.number(),
                entry.at().toString(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                entry.previousHash(),
                entry.hash());
    }

    private static Verification json(AuditVerification found) {
        return new Verification(found.isWhole(), found.entries(), found.head(), found.broken(), found.what());
    }
}
