package dev.farthing.kit.demo;

import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.KeyFile;
import dev.farthing.kit.client.VendorApi;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;

/**
 * A vendor's process on one day: joins and publishes its catalogue, sells, sends everything that must be refused or answered
 * alike, and checks each answer. Reads a {@link DemoPlan} from standard input, writes progress
 * and at last one line of JSON to standard output; ends with 1 and a sentence on standard error if the server did not do what
 * it promises.
 */
public final class DemoVendor {
    private static final int MAX_PLAN_BYTES = 1 << 20;

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
            System.err.println("The vendor stopped: " + e.getMessage());
        }
        System.out.flush();
        System.exit(exit);
    }

    String run() throws DemoFailed, ClientFailure, IOException, InterruptedException {
        if (plan.joining() != null) {
            enrol(plan.joining());
        }
        KeyFile keys = KeyFile.open(plan.keys());
        VendorApi own = new VendorApi(plan.server(), keys, settings);
        if (plan.joining() != null) {
            own.importItems(StrictJson.bytes(plan.joining().catalogue()), VendorApi.Format.JSON);
        }
        FarthingClient client = new FarthingClient(plan.server(), plan.vendor(), keys, settings);
        if (plan.shopping() != null) {
            new DemoShopping(plan.shopping(), client, tally, out).run();
        }
        if (plan.priceRise() != null) {
            own.putItem(plan.priceRise().item(), plan.priceRise().definition());
        }
        for (DemoPlan.Step step : plan.steps()) {
            take(step, client);
        }
        if (plan.forgery() != null) {
            new DemoForger(plan, keys.keys(), settings, tally).forge(plan.forgery());
        }
        return tally.toJson();
    }

    private void enrol(DemoPlan.Joining joining) throws ClientFailure, IOException, InterruptedException {
        VendorKeys keys = VendorKeys.generate(joining.family(), settings.random());
        Files.deleteIfExists(plan.keys()); // A demonstration's keys are worth nothing once it is over.
        keys.save(plan.keys());
        FarthingClient.enrol(plan.server(), joining.code(), keys, settings);
    }

    private void take(DemoPlan.Step step, FarthingClient client)
            throws DemoFailed, ClientFailure, InterruptedException {
        Answer answer = client.pay(step.purchase());
        if (answer instanceof Confirmation confirmation && step.expect().equals(DemoPlan.ACCEPTED)) {
            tally.add(confirmation);
        } else if (answer instanceof Refusal refusal && step.expect().equals(refusal.code())) {
            tally.add(refusal);
        } else {
            throw new DemoFailed(
                    step.expect() + " was expected for " + step.purchase() + ", and this came: " + answer + ".");
        }
    }
}
