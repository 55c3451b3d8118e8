package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.micropayment.Catalogue;
import dev.farthing.micropayment.Complaint;
import dev.farthing.micropayment.ItemDraft;
import dev.farthing.micropayment.ItemDraft.Drafts;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Many items as JSON: what a page, an export and an import hold.
 *
 * @param next the cursor of the next page, absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Items")
public record ItemList(List<Coded> items, @Nullable String next) {
    private static final int MAX_COMPLAINTS = 100;

    /** An item with its code. */
    @Schema(name = "CodedItem")
    public record Coded(String item, @JsonUnwrapped ItemJson description) {}

    /** Reads a list of which some items may be out of form; each of those becomes a complaint. */
    static Drafts read(byte[] json) {
        List<ItemDraft> drafts = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        int row = 0;
        for (JsonNode item : items(json)) {
            row++;
            if (complaints.size() == MAX_COMPLAINTS) {
                break;
            }
            if (item instanceof ObjectNode coded && coded.path("item").isTextual()) {
                read(coded, row, drafts, complaints);
            } else {
                complaints.add(new Complaint(row, "item", "write an object with the item's code as a text"));
            }
        }
        return new Drafts(drafts, complaints);
    }

    private static void read(ObjectNode item, int row, List<ItemDraft> drafts, List<Complaint> complaints) {
        String code = item.remove("item").asText();
        try {
            drafts.add(StrictJson.mapper().treeToValue(item, ItemJson.class).draft(code, row));
        } catch (JsonMappingException e) {
            complaints.add(new Complaint(row, path(e.getPath()), whatToDo(e)));
        } catch (JsonProcessingException e) {
            complaints.add(new Complaint(row, "", "write an object as /openapi names it"));
        }
    }

    private static Iterable<JsonNode> items(byte[] json) {
        try {
            JsonNode list = StrictJson.mapper().readTree(json);
            JsonNode items = list.path("items");
            if (list.size() != 1 || !items.isArray()) {
                throw new BadRequest(
                        400, "MALFORMED_JSON", "Send an object with one member, \"items\", that is a list");
            }
            if (items.size() > Catalogue.MAX_ITEMS) {
                throw new BadRequest(
                        422,
                        "TOO_MANY_ITEMS",
                        "A list has at most " + Catalogue.MAX_ITEMS + " items: send it in parts");
            }
            return items;
        } catch (JsonProcessingException e) {
            throw new BadRequest(
                    400, "MALFORMED_JSON", "The body is not JSON in form: no member twice, nothing after it");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static String path(List<JsonMappingException.Reference> path) {
        StringBuilder text = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return text.toString();
    }

    private static String whatToDo(JsonMappingException wrong) {
        return wrong instanceof UnrecognizedPropertyException
                ? "this member is not known here: leave it out"
                : "this member does not have the form that /openapi names, or is missing";
    }
}
