package dev.farthing.kit.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The kit's command line: {@code ./farthing vendor …}, {@code ./farthing customer …}, {@code ./farthing shop}. */
@Command(
        name = "./farthing",
        mixinStandardHelpOptions = true,
        description = "What a vendor, a customer's device and a shop do at a Farthing server.",
        subcommands = {VendorCommand.class, CustomerCommand.class, ShopCommand.class})
public final class FarthingKit {
    private static final int MAX_CAUSES = 16;

    private FarthingKit() {}

    /** Runs one command; ends as {@link Exit} says. */
    public static void main(String[] args) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    private static boolean isOfUnknownCertificate(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof CertPathBuilderException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new FarthingKit());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("farthing: " + failure.getMessage());
            if (isOfUnknownCertificate(failure)) {
                command.getErr()
                        .println("farthing: the machine does not know the server's certificate: give it, or its"
                                + " authority's, at enrol or register with --trust FILE (./farthing up prints where its"
                                + " own is).");
            }
            return Exit.of(failure).code();
        });
        return line.execute(args);
    }
}
