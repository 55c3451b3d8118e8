package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.Rejected;
import dev.farthing.kit.client.VendorApi;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Amount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A vendor's catalogue. */
@Command(name = "items", mixinStandardHelpOptions = true, description = "The catalogue: list, put, import, export.")
final class VendorItemsCommand {
    private static final int MAX_FILE_BYTES = 16 << 20;

    @Command(mixinStandardHelpOptions = true, description = "Lists the items.")
    int list(@Mixin VendorDoor door, @Mixin Paging paging) throws Exception {
        door.printer()
                .list(door.api().items(paging.page()), "items", "item", "title", "currency", "rights.text", "onSale");
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Publishes an item, or changes it.")
    int put(
            @Mixin VendorDoor door,
            @Parameters(paramLabel = "ITEM") String item,
            @ArgGroup(multiplicity = "1") Definition definition)
            throws Exception {
        ObjectNode described = definition.toJson();
        return publish(door, () -> door.api().putItem(item, described));
    }

    /** From a file, or a plain one from options. */
    static final class Definition {
        @Option(names = "--file", required = true, paramLabel = "FILE", description = "the item's JSON")
        @Nullable Path file;

        @ArgGroup(exclusive = false)
        @Nullable Plain plain;

        ObjectNode toJson() throws HomeProblem {
            if (file != null) {
                try {
                    return StrictJson.object(read(file));
                } catch (MalformedJson e) {
                    throw new IllegalArgumentException(file + " is " + e.getMessage() + ".");
                }
            }
            if (plain == null) {
                throw new IllegalArgumentException("Give --file, or --title and --price.");
            }
            return plain.toJson();
        }
    }

    /** An item with one price from now on. */
    static final class Plain {
        @Option(names = "--title", required = true)
        String title = "";

        @Option(names = "--price", required = true, paramLabel = "AMOUNT", description = "such as 0.25")
        String price = "";

        @Option(names = "--currency", description = "default: USD")
        String currency = "USD";

        @Option(names = "--scale", description = "the decimals that the server's ledger keeps (default: 6)")
        int scale = 6;

        @Option(
                names = "--rights",
                description = "ONCE, COUNT=3, PERIOD=P7D or UNTIL=2030-01-01T00:00:00Z (default: ONCE)")
        String rights = "ONCE";

        @Option(names = "--rights-text", description = "the same for people (default: as --rights)")
        @Nullable String rightsText;

        @Option(names = "--off-sale", description = "known, but not sold")
        boolean offSale;

        ObjectNode toJson() {
            Money money = new Money();
            money.currency = currency;
            money.scale = scale;
            Amount amount = money.amount(price);
            ObjectNode json = StrictJson.newObject().put("title", title).put("currency", currency);
            json.putArray("prices")
                    .addObject()
                    .put("currency", currency)
                    .put("scale", scale)
                    .put("value", Long.toString(amount.value()));
            int equals = rights.indexOf('=');
            String model = equals < 0 ? rights : rights.substring(0, equals);
            String parameter = equals < 0 ? "" : rights.substring(equals + 1);
            ObjectNode right = json.putObject("rights").put("model", model);
            switch (model) {
                case "ONCE" -> {}
                case "COUNT" -> right.put("count", Integer.parseInt(parameter));
                case "PERIOD" -> right.put("period", parameter);
                case "UNTIL" -> right.put("until", parameter);
                default ->
                    throw new IllegalArgumentException(
                            "Give --rights as ONCE, COUNT=3, PERIOD=P7D or UNTIL=2030-01-01T00:00:00Z.");
            }
            right.put("text", rightsText == null ? rights : rightsText);
            return json.put("onSale", !offSale);
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Publishes all items of a CSV or JSON file, or none.")
    int importFile(@Mixin VendorDoor door, @Parameters(paramLabel = "FILE") Path file) throws Exception {
        VendorApi.Format format = file.toString().endsWith(".json") ? VendorApi.Format.JSON : VendorApi.Format.CSV;
        byte[] catalogue = read(file);
        return publish(door, () -> door.api().importItems(catalogue, format));
    }

    /** Shows the answer, or all that is wrong with the items. */
    private static int publish(VendorDoor door, Callable<ObjectNode> publishing) throws Exception {
        try {
            door.printer().show(publishing.call());
            return Exit.DONE.code();
        } catch (Rejected e) {
            if (!e.complaints().isEmpty()) {
                ObjectNode json = StrictJson.newObject().put("code", e.code());
                ArrayNode errors = json.putArray("errors");
                e.complaints().forEach(complaint -> errors.addObject()
                        .put("row", complaint.row())
                        .put("column", complaint.column())
                        .put("message", complaint.message()));
                door.failurePrinter().list(json, "errors", "row", "column", "message");
            }
            throw e;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Writes the whole catalogue, as import takes it.")
    int export(
            @Mixin VendorDoor door,
            @Option(names = "--format", defaultValue = "CSV", description = "${COMPLETION-CANDIDATES}")
                    VendorApi.Format format,
            @Option(names = "--out", paramLabel = "FILE", description = "default: standard output") @Nullable Path out)
            throws Exception {
        byte[] catalogue = door.api().exportItems(format);
        if (out != null) {
            Files.write(out, catalogue);
            door.printer().say("written to " + out);
        } else {
            door.spec.commandLine().getOut().print(new String(catalogue, java.nio.charset.StandardCharsets.UTF_8));
            door.spec.commandLine().getOut().flush();
        }
        return Exit.DONE.code();
    }

    private static byte[] read(Path file) throws HomeProblem {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new HomeProblem(file + " is longer than " + MAX_FILE_BYTES + " bytes: split it.");
            }
            return bytes;
        } catch (IOException e) {
            throw new HomeProblem(file + " cannot be read: " + e.getMessage());
        }
    }
}
