package dev.farthing.kit.cli;

import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.PriceGuard;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sells one item to one customer. */
@Command(
        name = "pay",
        mixinStandardHelpOptions = true,
        description = "Asks for a payment, and verifies the entitlement.")
final class PayCommand implements Callable<Integer> {
    @Mixin
    VendorDoor door = new VendorDoor();

    @Mixin
    Money money = new Money();

    @Parameters(paramLabel = "ITEM")
    String item = "";

    @ArgGroup(multiplicity = "1")
    Payer payer = new Payer();

    /** Who pays. */
    static final class Payer {
        @Option(names = "--ticket", required = true, description = "the customer's ticket, verified offline")
        @Nullable String ticket;

        @Option(
                names = "--customer",
                required = true,
                paramLabel = "IDENTIFIER",
                description = "as a ticket said before")
        @Nullable String customer;
    }

    @Option(names = "--nonce", description = "what the customer's app was shown for the ticket")
    @Nullable String nonce;

    @Option(names = "--quantity", defaultValue = "1", description = "1 to 1000 (default: ${DEFAULT-VALUE})")
    int quantity;

    @Option(names = "--price", paramLabel = "AMOUNT", description = "of one, as you showed it: any other is refused")
    @Nullable String price;

    @Option(names = "--id", description = "names this purchase for ever (default: a new one)")
    @Nullable String id;

    @Override
    public Integer call() throws Exception {
        try (SubmissionJournal journal = door.journal(door.home().journal())) {
            FarthingClient client = door.client().with(journal);
            if (!journal.unsettled().isEmpty()) {
                door.warn(journal.unsettled().size() + " submissions are open: run inquire to settle them.");
            }
            PriceGuard guard =
                    price == null ? null : new PriceGuard(money.amount(price).value(), money.currency);
            Purchase purchase = new Purchase(customer(client), item, quantity, guard);
            Answer answer = client.pay(purchase, id == null ? client.newSubmissionId() : id);
            if (answer instanceof dev.farthing.kit.message.Confirmation confirmation) {
                client.statements().entitlement(confirmation.entitlement());
            }
            door.printer().show(Answers.json(answer));
            return Answers.exit(answer).code();
        }
    }

    private String customer(FarthingClient client) throws Exception {
        if (payer.ticket != null) {
            return client.statements().ticket(payer.ticket, nonce).identifier();
        }
        return payer.customer == null ? "" : payer.customer;
    }
}
