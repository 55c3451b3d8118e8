package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The other banks of the world, played by {@code ./farthing bank answer} in a process of its own. */
final class DemoBank {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoScene scene;

    DemoBank(DemoScene scene) {
        this.scene = scene;
    }

    /** Where the server leaves files for the bank, and finds what it answers. */
    Path folder() {
        return scene.settings().home().bank();
    }

    /**
     * Lets the bank answer every file that lies there.
     *
     * @param transfers that customers have made since, for the top-ups that they asked for
     */
    JsonNode answer(LocalDate day, List<DemoTelephones.TopUp> transfers)
            throws IOException, InterruptedException, Problem {
        List<String> arguments = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfarthing.checkout=" + scene.settings().checkout().root(),
                "-cp",
                System.getProperty("java.class.path"),
                Farthing.class.getName(),
                "bank",
                "answer",
                "--json",
                "--folder",
                folder().toString(),
                "--day",
                day.toString()));
        for (String blocked : blocked()) {
            arguments.addAll(List.of("--return", blocked));
        }
        for (DemoTelephones.TopUp transfer : transfers) {
            arguments.addAll(List.of("--transfer", transfer(transfer)));
        }
        Command.Result result = Command.run(arguments, Map.of());
        int begins = result.output().indexOf('{');
        if (result.failed() || begins < 0) {
            throw new Problem(
                    "The bank did not answer (" + result.lastLine() + "): see the files in " + folder() + ".");
        }
        return JSON.readTree(result.output().substring(begins));
    }

    private List<String> blocked() {
        List<String> blocked = new ArrayList<>();
        for (DemoTown.Vendor vendor : scene.town().vendors()) {
            if (vendor.blocked() != null) {
                blocked.add(scene.town().iban(vendor) + "=" + vendor.blocked());
            }
        }
        for (DemoTown.Person person : scene.town().cast()) {
            if (person.blocked() != null) {
                blocked.add(scene.town().iban(person) + "=" + person.blocked());
            }
        }
        return blocked;
    }

    private String transfer(DemoTelephones.TopUp transfer) {
        return transfer.person().topUp() + ":" + DemoMoney.CURRENCY + ":"
                + scene.town().iban(transfer.person()) + ":" + transfer.request();
    }
}
