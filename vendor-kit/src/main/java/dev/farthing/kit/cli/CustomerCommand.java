package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.CustomerApi;
import dev.farthing.kit.client.DeviceKeys;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.json.StrictJson;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a customer's device does; stands for an app. */
@Command(name = "customer", mixinStandardHelpOptions = true, description = "A customer's device at a Farthing server.")
final class CustomerCommand {
    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes a key, and registers it with the bank's one-time code.")
    int register(
            @Mixin CustomerDoor door,
            @Mixin Joining joining,
            @Option(names = "--name", defaultValue = "command line", description = "what you call this device")
                    String name,
            @Parameters(paramLabel = "CODE", description = "the one-time code") String code)
            throws Exception {
        KitHome home = door.home();
        joining.prepare(home);
        if (!Files.exists(home.newKeys())) {
            DeviceKeys.generate(joining.family, new SecureRandom()).save(home.newKeys());
        }
        Server server = joining.server();
        ClientSettings settings = joining.settings(home);
        CustomerApi.Registered registered =
                CustomerApi.register(server, code, name, DeviceKeys.load(home.newKeys()), settings);
        home.admit(new KitHome.Membership(server, registered.customer()), joining.trust, settings.clock());
        door.printer()
                .show(StrictJson.newObject()
                        .put("customer", registered.customer())
                        .put("server", server.audience())
                        .put("kid", registered.kid())
                        .put("keys", home.keys().toString()));
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows who you are, and what is on your accounts.")
    int account(@Mixin CustomerDoor door) throws Exception {
        door.printer().show(door.api().customer());
        return Exit.DONE.code();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Lets a vendor ask for payments, within caps that replace those before; without a vendor, lists"
                            + " the consents.")
    int consent(
            @Mixin CustomerDoor door,
            @Mixin Caps caps,
            @Parameters(arity = "0..1", paramLabel = "VENDOR") @Nullable String vendor)
            throws Exception {
        if (vendor == null) {
            door.printer()
                    .list(door.api().consents(), "consents", "vendor", "vendorName", "state", "changedAt", "caps");
        } else {
            door.printer().show(door.api().consent(vendor, caps.toJson()));
        }
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Lets a vendor ask for payments no more.")
    int withdraw(@Mixin CustomerDoor door, @Parameters(paramLabel = "VENDOR") String vendor) throws Exception {
        ObjectNode answer = door.api().withdraw(vendor);
        door.printer().show(answer.isEmpty() ? StrictJson.newObject().put("withdrawn", vendor) : answer);
        return Exit.DONE.code();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Shows the caps over all vendors; with --cap or --none, replaces them.")
    int caps(@Mixin CustomerDoor door, @Mixin Caps caps, @Option(names = "--none") boolean none) throws Exception {
        ObjectNode answer =
                caps.caps.isEmpty() && !none ? door.api().caps() : door.api().putCaps(caps.toJson());
        door.printer().list(answer, "caps", "kind", "rightsModel", "amount", "used");
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Prints a ticket to hand to a vendor's shop.")
    int ticket(
            @Mixin CustomerDoor door,
            @Parameters(paramLabel = "VENDOR") String vendor,
            @Option(names = "--nonce", description = "the number that the shop shows") @Nullable String nonce)
            throws Exception {
        ObjectNode answer = door.api().ticket(vendor, nonce);
        if (door.common.json) {
            door.printer().show(answer);
        } else {
            door.printer().say(answer.path("ticket").asText());
        }
        return Exit.DONE.code();
    }

    @Command(
            name = "top-up",
            mixinStandardHelpOptions = true,
            description = "Asks for money from your bank account; without an amount, lists what was asked for.")
    int topUp(
            @Mixin CustomerDoor door,
            @Mixin Money money,
            @Mixin Source source,
            @Parameters(arity = "0..1", paramLabel = "AMOUNT", description = "such as 20.00") @Nullable String amount)
            throws Exception {
        if (amount == null) {
            door.printer().show(door.api().topUps());
            return Exit.DONE.code();
        }
        if (source.iban == null) {
            throw new IllegalArgumentException("Give --iban: where the money comes from.");
        }
        String key = source.key == null ? UUID.randomUUID().toString() : source.key;
        door.printer().show(door.api().topUp(money.amount(amount), source.iban, key));
        return Exit.DONE.code();
    }

    /** Where money comes from. */
    static final class Source {
        @Option(names = "--iban", description = "your bank account")
        @Nullable String iban;

        @Option(names = "--key", description = "names this request: the same again is the same (default: a new one)")
        @Nullable String key;
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what you were told.")
    int notices(
            @Mixin CustomerDoor door,
            @Option(names = "--after", defaultValue = "0", description = "the last known id") long after,
            @Option(names = "--limit", defaultValue = "50") int limit)
            throws Exception {
        door.printer().show(door.api().notices(after, limit));
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what moved on your accounts, newest first.")
    int statement(@Mixin CustomerDoor door, @Mixin Paging paging) throws Exception {
        door.printer()
                .list(
                        door.api().statement(paging.page()),
                        "lines",
                        "at",
                        "businessDate",
                        "kind",
                        "vendor",
                        "item",
                        "quantity",
                        "amount");
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists closed days on which something moved, or shows one.")
    int statements(
            @Mixin CustomerDoor door,
            @Mixin Paging paging,
            @Parameters(arity = "0..1", paramLabel = "DATE") @Nullable LocalDate date)
            throws Exception {
        door.printer()
                .show(
                        date == null
                                ? door.api().statements(paging.page())
                                : door.api().statement(date));
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what you hold.")
    int entitlements(@Mixin CustomerDoor door, @Mixin Paging paging) throws Exception {
        door.printer().show(door.api().entitlements(paging.page()));
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists your devices, or takes one out of use.")
    int devices(
            @Mixin CustomerDoor door,
            @Option(names = "--revoke", paramLabel = "KID", description = "at once, also this one") @Nullable String revoke)
            throws Exception {
        if (revoke == null) {
            door.printer().show(door.api().devices());
        } else {
            door.printer().show(door.api().revokeDevice(revoke));
        }
        return Exit.DONE.code();
    }
}
