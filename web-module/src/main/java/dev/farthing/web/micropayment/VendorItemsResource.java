package dev.farthing.web.micropayment;

import dev.farthing.micropayment.Catalogue;
import dev.farthing.web.keys.ProvenVendor;
import dev.farthing.web.problem.LargeBody;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** A vendor's work on its own catalogue. */
@Path("/vendor/items")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@ProvenVendor
@SecurityRequirement(name = "vendorProof")
public class VendorItemsResource {
    @Inject
    private ItemDoor door;

    @GET
    @Operation(summary = "A page of the calling vendor's items, by code")
    public ItemList items(
            @Context SecurityContext caller,
            @Parameter(description = "next of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200; 50 if absent") @QueryParam("limit") @Nullable String limit) {
        return door.page(vendor(caller), cursor, limit);
    }

    @GET
    @Path("/{item}")
    @Operation(
            summary =
                    "One of the calling vendor's items: its prices in effect and to come, its rights and its sale window")
    @APIResponse(
            responseCode = "200",
            description = "The item",
            content = @Content(schema = @Schema(implementation = ItemJson.class)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public ItemJson item(@Context SecurityContext caller, @PathParam("item") String item) {
        return door.item(vendor(caller), item);
    }

    @PUT
    @Path("/{item}")
    @Operation(
            summary = "Publish an item, or describe it anew",
            description = "A price without from is in effect from now on. What was in effect stays as it was; prices to"
                    + " come that are not sent are taken back; a currency that is not named is no longer sold in.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "article", value = ItemExamples.ITEM)))
    @APIResponse(
            responseCode = "200",
            description = "The item as it is listed now",
            content = @Content(schema = @Schema(implementation = ItemJson.class)))
    @APIResponse(responseCode = "422", description = "ITEMS_REFUSED, with all that is wrong in errors")
    public Response putItem(@Context SecurityContext caller, @PathParam("item") String item, ItemJson described) {

        return door.put(vendor(caller), "vendor:" + vendor(caller), item, described);
    }

    @POST
    @Path("/import")
    @LargeBody(ItemDoor.MAX_IMPORT_BYTES)
    @Consumes({MediaType.APPLICATION_JSON, ItemDoor.CSV})
    @Operation(
            summary = "Publish many items, all or none",
            description =
                    "At most 4 MiB, 20000 rows or 10000 items. Items that are not named stay as they are; the same"
                            + " import again changes nothing.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ItemList.class),
                        examples = @ExampleObject(name = "list", value = ItemExamples.LIST)),
                @Content(
                        mediaType = ItemDoor.CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "sheet", value = ItemExamples.SHEET))
            })
    @APIResponse(
            responseCode = "200",
            description = "How many items were sent, and how many of them changed",
            content = @Content(schema = @Schema(implementation = Catalogue.Published.class)))
    @APIResponse(responseCode = "413", description = "TOO_LARGE")
    @APIResponse(responseCode = "422", description = "ITEMS_REFUSED, with rows and columns in errors")
    public Response importItems(@Context SecurityContext caller, @Context HttpHeaders headers, byte[] body) {

        return door.importItems(vendor(caller), "vendor:" + vendor(caller), headers, body);
    }

    @GET
    @Path("/export")
    @Produces({MediaType.APPLICATION_JSON, ItemDoor.CSV})
    @Operation(summary = "All of the calling vendor's items, as an import takes them; by Accept as JSON or CSV")
    @APIResponse(
            responseCode = "200",
            description = "The catalogue; the same bytes as long as nothing changes",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ItemList.class)),
                @Content(mediaType = ItemDoor.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response exportItems(@Context SecurityContext caller, @Context Request request) {
        return door.exportItems(vendor(caller), request);
    }

    private static String vendor(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
