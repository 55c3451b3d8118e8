package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.Enrolled;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.GiveBack;
import dev.farthing.kit.client.PaymentFilter;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.Statements;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Return;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a vendor does. */
@Command(
        name = "vendor",
        mixinStandardHelpOptions = true,
        description = "A vendor at a Farthing server.",
        subcommands = {
            VendorItemsCommand.class,
            VendorKeysCommand.class,
            PayCommand.class,
            BulkCommand.class,
            InquireCommand.class,
            VerifyCommand.class
        })
final class VendorCommand {
    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes keys, and enrols them with an operator's one-time code.")
    int enrol(
            @Mixin VendorDoor door,
            @Mixin Joining joining,
            @Parameters(paramLabel = "CODE", description = "the one-time code") String code)
            throws Exception {
        KitHome home = door.home();
        joining.prepare(home);
        // Kept apart until the server knows them: an answer that is lost is asked for again, with the same keys.
        if (!Files.exists(home.newKeys())) {
            VendorKeys.generate(joining.family, new SecureRandom()).save(home.newKeys());
        }
        Server server = joining.server();
        ClientSettings settings = joining.settings(home);
        Enrolled enrolled = FarthingClient.enrol(server, code, VendorKeys.load(home.newKeys()), settings);
        home.admit(new KitHome.Membership(server, enrolled.vendor()), joining.trust, settings.clock());
        home.keepKeySet(Statements.keySet(server, home.settings()));
        door.printer()
                .show(StrictJson.newObject()
                        .put("vendor", enrolled.vendor())
                        .put("server", enrolled.audience())
                        .put("signingKid", enrolled.signingKid())
                        .put("encryptionKid", enrolled.encryptionKid())
                        .put("keys", home.keys().toString()));
        return Exit.DONE.code();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Gives back a payment that is not firm yet, whole or in part.")
    int reverse(@Mixin VendorDoor door, @Mixin Returning returning) throws Exception {
        return giveBack(door, returning, Return.Kind.REVERSAL);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Gives back a payment that has turned firm, whole or in part.")
    int refund(@Mixin VendorDoor door, @Mixin Returning returning) throws Exception {
        return giveBack(door, returning, Return.Kind.REFUND);
    }

    private static int giveBack(VendorDoor door, Returning returning, Return.Kind kind) throws Exception {
        try (SubmissionJournal journal = door.journal(door.home().journal())) {
            FarthingClient client = door.client().with(journal);
            String id = returning.id == null ? client.newSubmissionId() : returning.id;
            GiveBack what = new GiveBack(kind, returning.submission, returning.quantity, returning.reason);
            var answer = client.giveBack(what, id);
            door.printer().show(Answers.json(answer));
            return Answers.exit(answer).code();
        }
    }

    /** What is given back. */
    static final class Returning {
        @Parameters(paramLabel = "SUBMISSION", description = "the payment's submission id")
        String submission = "";

        @Option(names = "--quantity", description = "how many units (default: all that are left)")
        @Nullable Integer quantity;

        @Option(names = "--reason", required = true, description = "for the books and the customer")
        String reason = "";

        @Option(names = "--id", description = "names this return for ever (default: a new one)")
        @Nullable String id;
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists payments, or shows one.")
    int payments(
            @Mixin VendorDoor door,
            @Mixin Paging paging,
            @Mixin Which which,
            @Parameters(arity = "0..1", paramLabel = "SUBMISSION", description = "one payment's submission id")
                    @Nullable String submission)
            throws Exception {
        if (submission != null) {
            door.printer().show(door.api().payment(submission));
        } else {
            ObjectNode page = door.api().payments(which.filter(), paging.page());
            door.printer().list(page, "payments", "at", "submission", "item", "quantity", "amount", "state");
        }
        return Exit.DONE.code();
    }

    /** Which payments. */
    static final class Which {
        @Option(names = "--from", paramLabel = "DATE", description = "the first business date")
        @Nullable LocalDate from;

        @Option(names = "--to", paramLabel = "DATE", description = "the last business date")
        @Nullable LocalDate to;

        @Option(names = "--item")
        @Nullable String item;

        @Option(names = "--customer", paramLabel = "IDENTIFIER")
        @Nullable String customer;

        @Option(names = "--state", description = "such as CONDITIONAL or FIRM")
        @Nullable String state;

        PaymentFilter filter() {
            return new PaymentFilter(from, to, item, customer, state);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what is conditional, and what is payable.")
    int balances(@Mixin VendorDoor door) throws Exception {
        door.printer().show(door.api().balances());
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists payouts, newest first.")
    int payouts(@Mixin VendorDoor door, @Mixin Paging paging) throws Exception {
        door.printer()
                .list(
                        door.api().payouts(paging.page()),
                        "payouts",
                        "reference",
                        "businessDate",
                        "amount",
                        "payments",
                        "state",
                        "returnReason");
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists the days at which cycles ended, or shows one.")
    int statement(
            @Mixin VendorDoor door,
            @Mixin Paging paging,
            @Parameters(arity = "0..1", paramLabel = "DATE") @Nullable LocalDate date)
            throws Exception {
        if (date != null) {
            door.printer().show(door.api().statement(date));
        } else {
            door.printer().show(door.api().statements(paging.page()));
        }
        return Exit.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what happened since.")
    int events(
            @Mixin VendorDoor door,
            @Option(names = "--after", defaultValue = "0", description = "the last known number") long after,
            @Option(names = "--limit", defaultValue = "50") int limit,
            @Option(names = "--wait", defaultValue = "0", paramLabel = "SECONDS", description = "for the first one")
                    int wait)
            throws Exception {
        ObjectNode page = door.api().events(after, limit, wait);
        door.printer().list(page, "events", "number", "at", "topic", "data");
        door.printer().say("next: --after " + page.path("next").asText());
        return Exit.DONE.code();
    }
}
