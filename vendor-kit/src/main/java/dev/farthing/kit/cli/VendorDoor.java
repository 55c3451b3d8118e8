package dev.farthing.kit.cli;

import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.KeyFile;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.client.VendorApi;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A vendor's home, opened for one command. */
final class VendorDoor {
    private static final String VARIABLE = "FARTHING_VENDOR_HOME";

    @Mixin
    Common common = new Common();

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    KitHome home() {
        return common.home(VARIABLE, "vendor");
    }

    Printer printer() {
        return new Printer(spec.commandLine().getOut(), common.json);
    }

    /** For what is wrong: people read it on standard error, programs beside any other answer. */
    Printer failurePrinter() {
        return common.json ? printer() : new Printer(spec.commandLine().getErr(), false);
    }

    void warn(String sentence) {
        spec.commandLine().getErr().println("farthing: " + sentence);
    }

    KeyFile keys() throws HomeProblem {
        KitHome home = home();
        home.membership();
        try {
            return KeyFile.open(home.keys());
        } catch (IOException e) {
            throw new HomeProblem(String.valueOf(e.getMessage()));
        }
    }

    VendorApi api() throws HomeProblem {
        KitHome home = home();
        return new VendorApi(home.membership().server(), keys(), home.settings());
    }

    FarthingClient client() throws HomeProblem {
        KitHome home = home();
        return new FarthingClient(home.membership().server(), home.membership().self(), keys(), home.settings());
    }

    SubmissionJournal journal(Path folder) throws HomeProblem {
        KitHome home = home();
        ClientSettings settings = home.settings();
        KitHome.Membership membership = home.membership();
        try {
            return SubmissionJournal.open(folder, membership.server().audience(), membership.self(), settings.clock());
        } catch (IOException e) {
            throw new HomeProblem(String.valueOf(e.getMessage()));
        }
    }
}
