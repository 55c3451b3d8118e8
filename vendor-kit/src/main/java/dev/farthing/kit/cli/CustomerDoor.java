package dev.farthing.kit.cli;

import dev.farthing.kit.client.CustomerApi;
import dev.farthing.kit.client.DeviceKeys;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A customer's device, opened for one command. */
final class CustomerDoor {
    private static final String VARIABLE = "FARTHING_CUSTOMER_HOME";

    @Mixin
    Common common = new Common();

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    KitHome home() {
        return common.home(VARIABLE, "customer");
    }

    Printer printer() {
        return new Printer(spec.commandLine().getOut(), common.json);
    }

    CustomerApi api() throws HomeProblem {
        KitHome home = home();
        KitHome.Membership membership = home.membership();
        try {
            return new CustomerApi(membership.server(), DeviceKeys.load(home.keys()), home.settings());
        } catch (IOException e) {
            throw new HomeProblem(String.valueOf(e.getMessage()));
        }
    }
}
