package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds out what became of what was asked. */
@Command(
        name = "inquire",
        mixinStandardHelpOptions = true,
        description = "Settles a payment, reversal or refund: one that never arrived is closed for good. Without an id,"
                + " settles all that the journal has open.")
final class InquireCommand implements Callable<Integer> {
    @Mixin
    VendorDoor door = new VendorDoor();

    @Parameters(arity = "0..1", paramLabel = "SUBMISSION", description = "its id")
    @Nullable String submission;

    @Override
    public Integer call() throws Exception {
        try (SubmissionJournal journal = door.journal(door.home().journal())) {
            FarthingClient client = door.client().with(journal);
            if (submission == null) {
                return settleAll(client).code();
            }
            Answer answer = client.inquire(submission);
            door.printer().show(Answers.json(answer));
            return Answers.exit(answer).code();
        }
    }

    private Exit settleAll(FarthingClient client) throws InterruptedException {
        List<FarthingClient.Settlement> settlements = client.settleOpen();
        ObjectNode json = StrictJson.newObject();
        ArrayNode list = json.putArray("settled");
        int left = 0;
        for (FarthingClient.Settlement settlement : settlements) {
            Answer answer = settlement.answer();
            if (answer == null) {
                left++;
                list.addObject()
                        .put("submission", settlement.entry().submissionId())
                        .put("outcome", "unknown")
                        .put("detail", settlement.failure());
            } else {
                list.add(Answers.json(answer));
            }
        }
        door.printer().list(json, "settled", "submission", "outcome", "code", "amount", "detail");
        if (left > 0) {
            door.warn(left + " of " + settlements.size() + " are still open; detail says why: run inquire again.");
        }
        return left > 0 ? Exit.UNKNOWN : Exit.DONE;
    }
}
