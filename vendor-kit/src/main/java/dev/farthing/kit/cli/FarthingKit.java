package dev.farthing.kit.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The kit's command line: {@code ./farthing vendor …}, {@code ./farthing customer …}, {@code ./farthing shop}. */
@Command(
        name = "./farthing",
        mixinStandardHelpOptions = true,
        description = "What a vendor, a customer's device and a shop do at a Farthing server.",
        subcommands = {VendorCommand.class, CustomerCommand.class, ShopCommand.class})
public final class FarthingKit {
    private FarthingKit() {}

    /** Runs one command; ends as {@link Exit} says. */
    public static void main(String[] args) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new FarthingKit());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("farthing: " + failure.getMessage());
            return Exit.of(failure).code();
        });
        return line.execute(args);
    }
}
