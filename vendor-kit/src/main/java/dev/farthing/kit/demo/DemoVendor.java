package dev.farthing.kit.demo;

import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.Enrolled;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Rejected;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A vendor's process: enrols, sends sealed payments, then everything that must be refused or answered alike, and checks each
 * answer. Reads a {@link DemoPlan} from standard input, writes progress and at last one line of JSON to standard output; ends
 * with 1 and a sentence on standard error if the server did not do what it promises.
 */
public final class DemoVendor {
    private static final int THREADS = 4;
    private static final int PROGRESS_LINES = 20;
    private static final int MAX_PLAN_BYTES = 1 << 20;
    private static final int BAD_REQUEST = 400;

    /** A payment that was accepted, to be sent again. */
    private record Accepted(Purchase purchase, String submissionId, String paymentId) {}

    private final DemoPlan plan;
    private final ClientSettings settings;
    private final PrintStream out;
    private final DemoTally tally = new DemoTally();

    DemoVendor(DemoPlan plan, ClientSettings settings, PrintStream out) {
        this.plan = plan;
        this.settings = settings;
        this.out = out;
    }

    /** Runs the plan on standard input. */
    public static void main(String[] args) throws InterruptedException {
        int exit = 1;
        try {
            DemoPlan plan = DemoPlan.parse(System.in.readNBytes(MAX_PLAN_BYTES));
            System.out.println(new DemoVendor(plan, ClientSettings.defaults(), System.out).run());
            exit = 0;
        } catch (DemoFailed | ClientFailure | IOException | IllegalArgumentException e) {
            System.err.println("The demonstration stopped: " + e.getMessage());
        }
        System.out.flush();
        System.exit(exit);
    }

    String run() throws DemoFailed, ClientFailure, IOException, InterruptedException {
        FarthingClient client = enrol();
        List<Accepted> accepted = payAll(client);
        replay(client, accepted);
        if (!accepted.isEmpty()) {
            conflict(client, accepted.get(0));
        }
        DemoPlan.Refused refused = plan.refused();
        String customer = plan.customers().get(0);
        String item = plan.items().get(0);
        expectRefusal(client, Purchase.one("nobody." + client.newSubmissionId(), item), "UNKNOWN_CUSTOMER");
        expectRefusal(client, Purchase.one(refused.noConsentCustomer(), item), "NO_CONSENT");
        expectRefusal(client, Purchase.one(customer, refused.offSaleItem()), "ITEM_NOT_ON_SALE");
        expectRefusal(client, Purchase.one(refused.tooPoorCustomer(), item), "INSUFFICIENT_FUNDS");
        tamper(client, Purchase.one(customer, item));
        return tally.toJson();
    }

    private FarthingClient enrol() throws ClientFailure, IOException, InterruptedException {
        VendorKeys keys = VendorKeys.generate(plan.family(), settings.random());
        Files.deleteIfExists(plan.keys()); // A demonstration's keys are worth nothing once it is over.
        keys.save(plan.keys());
        Enrolled enrolled = FarthingClient.enrol(plan.server(), plan.code(), keys, settings);
        out.println("enrolled " + enrolled.vendor());
        return new FarthingClient(plan.server(), enrolled.vendor(), keys, settings);
    }

    private List<Accepted> payAll(FarthingClient client) throws DemoFailed, ClientFailure, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Purchase> purchases = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < plan.payments(); i++) {
                Purchase purchase = Purchase.one(
                        plan.customers().get(i % plan.customers().size()),
                        plan.items().get(i % plan.items().size()));
                String id = client.newSubmissionId();
                purchases.add(purchase);
                ids.add(id);
                answers.add(threads.submit(() -> client.pay(purchase, id)));
            }
            List<Accepted> accepted = new ArrayList<>();
            int step = Math.max(1, plan.payments() / PROGRESS_LINES);
            for (int i = 0; i < answers.size(); i++) {
                Answer answer = await(answers.get(i));
                tally.add(answer);
                if (answer instanceof Confirmation confirmation) {
                    requireSame(purchases.get(i), confirmation);
                    accepted.add(new Accepted(
                            purchases.get(i), ids.get(i), confirmation.payment().id()));
                }
                if ((i + 1) % step == 0 || i + 1 == answers.size()) {
                    out.println("progress " + (i + 1) + "/" + answers.size());
                }
            }
            return accepted;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Answer await(Future<Answer> answer) throws DemoFailed, ClientFailure, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClientFailure failure) {
                throw failure;
            }
            throw new DemoFailed("a payment could not be sent (" + e.getCause() + ").");
        }
    }

    private static void requireSame(Purchase purchase, Confirmation confirmation) throws DemoFailed {
        if (!confirmation.payment().customer().equals(purchase.customer())
                || !confirmation.payment().item().equals(purchase.item())
                || confirmation.payment().quantity() != purchase.quantity()) {
            throw new DemoFailed(
                    "payment " + confirmation.payment().id() + " confirms another purchase than was asked.");
        }
    }

    private void replay(FarthingClient client, List<Accepted> accepted)
            throws DemoFailed, ClientFailure, InterruptedException {
        for (Accepted before : accepted.subList(0, Math.min(plan.replays(), accepted.size()))) {
            Answer answer = client.pay(before.purchase(), before.submissionId());
            if (!(answer instanceof Confirmation again) || !again.payment().id().equals(before.paymentId())) {
                throw new DemoFailed(
                        "submission " + before.submissionId() + ", sent again, was not answered with payment "
                                + before.paymentId() + " but with " + answer + ".");
            }
            tally.addReplay();
        }
    }

    private void conflict(FarthingClient client, Accepted before)
            throws DemoFailed, ClientFailure, InterruptedException {
        // Another item where there is one; another quantity is as much another purchase.
        Purchase asked = before.purchase();
        String item = plan.items().stream()
                .filter(other -> !other.equals(asked.item()))
                .findFirst()
                .orElse(asked.item());
        Purchase other = new Purchase(asked.customer(), item, asked.quantity() + 1, null);
        require(client.pay(other, before.submissionId()), "CONFLICT");
    }

    private void expectRefusal(FarthingClient client, Purchase purchase, String code)
            throws DemoFailed, ClientFailure, InterruptedException {
        require(client.pay(purchase), code);
    }

    private void require(Answer answer, String code) throws DemoFailed {
        if (!(answer instanceof Refusal refusal) || !refusal.code().equals(code)) {
            throw new DemoFailed("refusal " + code + " was expected, and this came: " + answer + ".");
        }
        tally.add(answer);
    }

    private void tamper(FarthingClient client, Purchase purchase)
            throws DemoFailed, ClientFailure, IOException, InterruptedException {
        String id = client.newSubmissionId();
        String message = client.seal(purchase, id);
        int middle = message.lastIndexOf('.') - 20; // in the cipher text, which is far longer than that
        char other = message.charAt(middle) == 'A' ? 'B' : 'A';
        String tampered = message.substring(0, middle) + other + message.substring(middle + 1);
        try {
            Answer answer = client.send(tampered, id);
            throw new DemoFailed("a message that was tampered with was answered: " + answer + ".");
        } catch (Rejected rejected) {
            if (rejected.status() != BAD_REQUEST) {
                throw new DemoFailed("a message that was tampered with was answered with status " + rejected.status()
                        + " instead of " + BAD_REQUEST + ".");
            }
            tally.addTamperedRefused();
        }
    }
}
