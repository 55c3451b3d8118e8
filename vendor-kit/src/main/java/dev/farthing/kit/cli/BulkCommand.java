package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Rejected;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.client.VendorApi;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.BulkAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sells many items to many customers, in one message. */
@Command(
        name = "bulk",
        mixinStandardHelpOptions = true,
        description =
                "Asks for up to 1000 payments in one message. The same file under the same --id pays nothing twice.")
final class BulkCommand implements Callable<Integer> {
    private static final Duration PATIENCE_BEFORE_TELLING = Duration.ofMillis(1500);
    private static final Duration TELLING = Duration.ofSeconds(1);

    @Mixin
    VendorDoor door = new VendorDoor();

    @Mixin
    Money money = new Money();

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description =
                    "CSV with a first line submission,customer,item,quantity,price,currency, of which customer and item"
                            + " must be there; or .json")
    Path file = Path.of("");

    @Option(
            names = "--id",
            paramLabel = "BULK",
            description = "names this bulk for ever (default: a new one); purchases without an id get BULK.1, BULK.2 …")
    @Nullable String id;

    @Option(names = "--entitlements", description = "ask for them, of at most 100 purchases, and verify them")
    boolean entitlements;

    @Override
    public Integer call() throws Exception {
        try (SubmissionJournal journal = door.journal(door.home().journal())) {
            FarthingClient client = door.client().with(journal);
            String bulk = id == null ? client.newSubmissionId() : id;
            Map<String, Purchase> purchases = new PurchaseFile(file, bulk, money).read();
            if (id == null) {
                door.warn("the bulk is " + bulk + ": give it as --id to send the same again.");
            }
            Answer answer = pay(client, bulk, purchases);
            if (answer instanceof BulkAnswer outcomes) {
                verify(client, outcomes);
                door.printer()
                        .list(
                                Answers.json(outcomes),
                                "purchases",
                                "submission",
                                "outcome",
                                "code",
                                "amount",
                                "payment");
                door.printer()
                        .say(outcomes.accepted() + " accepted, " + outcomes.refused() + " refused, "
                                + outcomes.pending() + " pending of " + purchases.size());
            } else {
                door.printer().show(Answers.json(answer));
            }
            return Answers.exit(answer).code();
        }
    }

    private Answer pay(FarthingClient client, String bulk, Map<String, Purchase> purchases) throws Exception {
        VendorApi api = door.api();
        Thread teller = new Thread(() -> tell(api, bulk), "bulk-progress");
        teller.setDaemon(true);
        teller.start();
        try {
            return client.payAll(bulk, purchases, entitlements);
        } finally {
            teller.interrupt();
            teller.join();
        }
    }

    /** Tells how far it is, when it takes long; until it is interrupted. */
    private void tell(VendorApi api, String bulk) {
        try {
            Thread.sleep(PATIENCE_BEFORE_TELLING.toMillis());
            while (!Thread.currentThread().isInterrupted()) {
                tellOnce(api, bulk);
                Thread.sleep(TELLING.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellOnce(VendorApi api, String bulk) throws InterruptedException {
        try {
            ObjectNode progress = api.bulk(bulk);
            door.warn(progress.path("decided").asInt() + " of "
                    + progress.path("purchases").asInt() + " decided");
        } catch (Rejected | IOException e) {
            // Nobody can say now; the payments' own answer will.
        }
    }

    private static void verify(FarthingClient client, BulkAnswer answer) throws Exception {
        for (BulkAnswer.Outcome outcome : answer.outcomes()) {
            if (outcome instanceof BulkAnswer.Accepted accepted && accepted.entitlement() != null) {
                client.statements().entitlement(accepted.entitlement());
            }
        }
    }
}
