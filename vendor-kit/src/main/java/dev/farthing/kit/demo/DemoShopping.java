package dev.farthing.kit.demo;

import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.GiveBack;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Returned;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A day of ordinary customers: everybody pays, some submissions are sent again, one of them with another purchase in it, and
 * some payments are given back. Every answer is checked against what was asked.
 */
final class DemoShopping {
    private static final int THREADS = 3;
    private static final int PROGRESS_LINES = 20;
    private static final int ONE_IN_SEVERAL = 4;
    private static final List<String> REASONS =
            List.of("bought twice by mistake", "not as shown", "changed their mind", "the link did not open");

    /** A payment that was accepted. */
    record Paid(Purchase purchase, String submissionId, String paymentId) {}

    private final DemoPlan.Shopping plan;
    private final FarthingClient client;
    private final DemoTally tally;
    private final PrintStream out;

    DemoShopping(DemoPlan.Shopping plan, FarthingClient client, DemoTally tally, PrintStream out) {
        this.plan = plan;
        this.client = client;
        this.tally = tally;
        this.out = out;
    }

    void run() throws DemoFailed, ClientFailure, InterruptedException {
        List<Paid> paid = payAll(purchases());
        List<Paid> again = paid.subList(0, Math.min(plan.replays(), paid.size()));
        for (Paid before : again) {
            replay(before);
        }
        if (!again.isEmpty()) {
            conflict(again.get(0));
        }
        // From the end, so that what was sent again above still stands.
        for (int i = 0; i < Math.min(plan.reversals(), paid.size() - again.size()); i++) {
            reverse(paid.get(paid.size() - 1 - i), REASONS.get(i % REASONS.size()));
        }
    }

    /** The same seed is the same shopping: what comes first in the catalogue is bought most. */
    private List<Purchase> purchases() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
        List<Purchase> purchases = new ArrayList<>();
        for (int i = 0; i < plan.payments(); i++) {
            String customer =
                    plan.customers().get(random.nextInt(plan.customers().size()));
            int wares = plan.wares().size();
            DemoPlan.Ware ware = plan.wares().get(Math.min(random.nextInt(wares), random.nextInt(wares)));
            boolean several = ware.most() > 1 && random.nextInt(ONE_IN_SEVERAL) > 0;
            int quantity = several ? 1 + random.nextInt(ware.most()) : 1;
            purchases.add(new Purchase(customer, ware.item(), quantity, null));
        }
        return purchases;
    }

    private List<Paid> payAll(List<Purchase> purchases) throws DemoFailed, ClientFailure, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Paid>> payments = new ArrayList<>();
            for (Purchase purchase : purchases) {
                payments.add(threads.submit(() -> pay(purchase)));
            }
            List<Paid> paid = new ArrayList<>();
            int step = Math.max(1, purchases.size() / PROGRESS_LINES);
            for (Future<Paid> payment : payments) {
                paid.add(await(payment));
                if (paid.size() % step == 0 || paid.size() == payments.size()) {
                    out.println("progress " + paid.size() + "/" + payments.size());
                }
            }
            return paid;
        } finally {
            threads.shutdownNow();
        }
    }

    private Paid pay(Purchase purchase) throws DemoFailed, ClientFailure, InterruptedException {
        String id = client.newSubmissionId();
        Answer answer = client.pay(purchase, id);
        if (!(answer instanceof Confirmation confirmation)) {
            throw new DemoFailed("a purchase of " + purchase + " was to be paid, and this came: " + answer + ".");
        }
        tally.add(confirmation);
        return new Paid(purchase, id, confirmation.payment().id());
    }

    private static Paid await(Future<Paid> payment) throws DemoFailed, ClientFailure, InterruptedException {
        try {
            return payment.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClientFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof DemoFailed failed) {
                throw failed;
            }
            throw new DemoFailed("a payment could not be sent (" + e.getCause() + ").");
        }
    }

    private void replay(Paid before) throws DemoFailed, ClientFailure, InterruptedException {
        Answer answer = client.pay(before.purchase(), before.submissionId());
        if (!(answer instanceof Confirmation again) || !again.payment().id().equals(before.paymentId())) {
            throw new DemoFailed("submission " + before.submissionId()
                    + ", sent again, was not answered with payment " + before.paymentId() + " but with " + answer
                    + ".");
        }
        tally.addReplay();
    }

    /** Another quantity under the same id is another purchase. */
    private void conflict(Paid before) throws DemoFailed, ClientFailure, InterruptedException {
        Purchase asked = before.purchase();
        Purchase other = new Purchase(asked.customer(), asked.item(), asked.quantity() + 1, null);
        Answer answer = client.pay(other, before.submissionId());
        if (!(answer instanceof Refusal refusal) || !refusal.code().equals("CONFLICT")) {
            throw new DemoFailed("a used submission id with another purchase was answered with " + answer
                    + " instead of refusal CONFLICT.");
        }
        tally.add(refusal);
    }

    private void reverse(Paid payment, String reason) throws DemoFailed, ClientFailure, InterruptedException {
        Answer answer = client.giveBack(GiveBack.reversal(payment.submissionId(), reason));
        if (!(answer instanceof Returned returned)
                || !returned.booking().payment().equals(payment.paymentId())) {
            throw new DemoFailed(
                    "payment " + payment.paymentId() + " was to be given back, and this came: " + answer + ".");
        }
        tally.add(returned);
    }
}
