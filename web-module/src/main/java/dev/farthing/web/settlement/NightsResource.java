package dev.farthing.web.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.settlement.BankFile;
import dev.farthing.settlement.BankFiles;
import dev.farthing.settlement.Collection;
import dev.farthing.settlement.Collections;
import dev.farthing.settlement.Night;
import dev.farthing.settlement.Nights;
import dev.farthing.settlement.Payout;
import dev.farthing.settlement.Payouts;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Cursor;
import dev.farthing.web.problem.Days;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What nights came to: figures, payouts, collections and the bank's files. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class NightsResource {
    private static final Pattern REFERENCE = Pattern.compile("[A-Z0-9-]{1,35}");

    /**
     * A night's figures.
     *
     * @param payments that share the payouts' transactions, {@code purchases} the collections'
     * @param railFeesSaved what those transactions would have cost one by one, less what they cost
     * @param breaks found by this night, or seen by it again
     */
    @Schema(name = "Night")
    public record NightJson(
            String businessDate,
            String state,
            List<AmountJson> fees,
            MovedJson payouts,
            MovedJson collections,
            long payments,
            long purchases,
            List<AmountJson> railFeesSaved,
            List<FileJson> files,
            long breaks,
            long transfers,
            boolean balanced) {}

    /** How many, and how much by currency. */
    @Schema(name = "Moved")
    public record MovedJson(long count, List<AmountJson> amounts) {}

    /** A file for the bank; {@code state} STORED, STAGED or HANDED_OVER. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BankFile")
    public record FileJson(
            String name,
            String kind,
            String businessDate,
            int entries,
            AmountJson controlSum,
            String sha256,
            String state,
            String storedAt,
            @Nullable String handedOverAt) {}

    /** The files of a day. */
    @Schema(name = "BankFiles")
    public record FilesJson(List<FileJson> files) {}

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Payouts")
    public record PayoutsJson(
            List<PayoutJson> payouts, @Nullable String next) {}

    /** @param next the cursor of the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Collections")
    public record CollectionsJson(
            List<CollectionJson> collections, @Nullable String next) {}

    /** A collection as it stands; {@code purchases} share its transaction. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Collection")
    public record CollectionJson(
            String reference,
            String customer,
            String businessDate,
            AmountJson amount,
            long purchases,
            String iban,
            String mandate,
            String state,
            @Nullable String file,
            @Nullable String settledOn,
            @Nullable String returnedOn,
            @Nullable String returnReason) {}

    @Inject
    private Nights nights;

    @Inject
    private Payouts payouts;

    @Inject
    private Collections collections;

    @Inject
    private BankFiles files;

    @Inject
    private BusinessDays days;

    @Inject
    private Amounts amounts;

    @GET
    @Path("/nights/{day}")
    @Operation(
            summary = "What a business day's night has come to, so far as it is",
            description = "balanced is true once the night has counted everything anew, and it adds up to nothing.")
    @APIResponse(responseCode = "200", description = "The figures, read back from what is stored")
    @APIResponse(responseCode = "400", description = "WRONG_DATE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no business day that has begun")
    public NightJson night(@PathParam("day") String day) {
        LocalDate date = Days.day(day);
        String state = days.state(BusinessDays.MAIN_CALENDAR, date)
                .map(Enum::name)
                .orElseThrow(() -> new BadRequest(404, "NOT_FOUND", date + " is not a business day that has begun"));
        Night night = nights.of(date);
        return new NightJson(
                date.toString(),
                state,
                amounts.of(night.fees()),
                new MovedJson(
                        night.payouts().count(), amounts.of(night.payouts().amounts())),
                new MovedJson(
                        night.collections().count(),
                        amounts.of(night.collections().amounts())),
                night.payments(),
                night.purchases(),
                amounts.of(night.railFeesSaved()),
                night.files().stream().map(this::json).toList(),
                night.breaks(),
                night.proofs().stream().mapToLong(Night.Proof::transfers).sum(),
                night.isBalanced());
    }

    @GET
    @Path("/payouts")
    @Operation(summary = "A page of a day's payouts, by reference")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_DATE, WRONG_CURSOR or WRONG_LIMIT")
    public PayoutsJson payouts(
            @Parameter(description = "Their business date, YYYY-MM-DD") @QueryParam("day") @Nullable String day,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        int most = Cursor.limit(limit);
        List<Payout> found = payouts.ofDay(day(day), Cursor.lastSeen(cursor, REFERENCE), most + 1);
        List<Payout> page = found.subList(0, Math.min(most, found.size()));
        return new PayoutsJson(
                page.stream().map(one -> PayoutJson.of(one, amounts)).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1).reference()) : null);
    }

    @GET
    @Path("/payouts/{reference}")
    @Operation(summary = "A payout as it stands")
    @APIResponse(responseCode = "200", description = "The payout")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public PayoutJson payout(@PathParam("reference") String reference) {
        return PayoutJson.of(payouts.get(reference), amounts);
    }

    @GET
    @Path("/collections")
    @Operation(summary = "A page of a day's collections, by reference")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one after it")
    @APIResponse(responseCode = "400", description = "WRONG_DATE, WRONG_CURSOR or WRONG_LIMIT")
    public CollectionsJson collections(
            @Parameter(description = "Their business date, YYYY-MM-DD") @QueryParam("day") @Nullable String day,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        int most = Cursor.limit(limit);
        List<Collection> found = collections.ofDay(day(day), Cursor.lastSeen(cursor, REFERENCE), most + 1);
        List<Collection> page = found.subList(0, Math.min(most, found.size()));
        return new CollectionsJson(
                page.stream().map(this::json).toList(),
                found.size() > most ? Cursor.after(page.get(most - 1).reference()) : null);
    }

    @GET
    @Path("/collections/{reference}")
    @Operation(summary = "A collection as it stands")
    @APIResponse(responseCode = "200", description = "The collection")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public CollectionJson collection(@PathParam("reference") String reference) {
        return json(collections.get(reference));
    }

    @GET
    @Path("/bank-files")
    @Operation(summary = "The files that a day has made for the bank, by name")
    @APIResponse(responseCode = "200", description = "The files, without what is in them")
    @APIResponse(responseCode = "400", description = "WRONG_DATE")
    public FilesJson files(
            @Parameter(description = "Their business date, YYYY-MM-DD") @QueryParam("day") @Nullable String day) {
        return new FilesJson(files.ofDay(day(day)).stream().map(this::json).toList());
    }

    @GET
    @Path("/bank-files/{file}")
    @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
    @Operation(summary = "A file as the bank has it, or will")
    @APIResponse(
            responseCode = "200",
            description = "The same bytes as were handed over",
            content = @Content(mediaType = MediaType.APPLICATION_XML))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Response file(@PathParam("file") String name) {
        return Response.ok(files.content(name), MediaType.APPLICATION_XML_TYPE)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    private static LocalDate day(@Nullable String day) {
        if (day == null) {
            throw new BadRequest(400, "WRONG_DATE", "Say which business day: ?day=YYYY-MM-DD");
        }
        return Days.day(day);
    }

    private FileJson json(BankFile file) {
        Instant handedOverAt = file.handedOverAt();
        return new FileJson(
                file.name(),
                file.kind().name(),
                file.businessDate().toString(),
                file.entries(),
                amounts.of(file.controlSum(), file.currency()),
                file.sha256(),
                file.state().name(),
                file.storedAt().toString(),
                handedOverAt == null ? null : handedOverAt.toString());
    }

    private CollectionJson json(Collection one) {
        return new CollectionJson(
                one.reference(),
                one.customer(),
                one.businessDate().toString(),
                amounts.of(one.amount(), one.currency()),
                one.purchases(),
                one.iban(),
                one.mandateReference(),
                one.state().name(),
                one.file(),
                PayoutJson.text(one.settledOn()),
                PayoutJson.text(one.returnedOn()),
                one.returnReason());
    }
}
