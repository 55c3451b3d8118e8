package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind the script {@code ./farthing}. */
@Command(
        name = "farthing",
        description = "Starts and stops Farthing on this machine.",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            MigrateCommand.class,
            RecountCommand.class,
            RetentionCommand.class,
            BankCommand.class,
            JobCommand.class,
            DownCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class Farthing {

    static final int FAILED = 1;
    private static final int STOP_LIMIT_MILLIS = 120_000;
    private static volatile boolean finished;
    /** While the machine is asked to stop, only the end of the main thread lets it: exiting would wait for itself. */
    private static volatile boolean stopping;

    private Farthing() {}

    public static void main(String[] arguments) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruptAndWait(main), "stop"));
        CommandLine line = new CommandLine(new Farthing());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println("farthing: " + sentence(failure));
            return FAILED;
        });
        int status = line.execute(arguments);
        finished = true;
        if (!stopping) {
            System.exit(status);
        }
    }

    static Settings settings() throws Problem {
        Path root = Path.of(System.getProperty("farthing.checkout", "."))
                .toAbsolutePath()
                .normalize();
        return Settings.from(root, System.getenv());
    }

    static Clock clock() {
        return Clock.systemUTC();
    }

    /** Ctrl-C and SIGTERM end what the main thread does; it then stops what it started, in order. */
    private static void interruptAndWait(Thread main) {
        stopping = true;
        if (finished) {
            return;
        }
        main.interrupt();
        try {
            main.join(STOP_LIMIT_MILLIS);
        } catch (InterruptedException endedByTheSystem) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sentence(Exception failure) {
        if (failure instanceof Problem problem) {
            return problem.sentence();
        }
        if (failure instanceof InterruptedException) {
            return "stopped.";
        }
        if (failure instanceof FileSystemException file) {
            String reason = file.getReason() == null ? failure.getClass().getSimpleName() : file.getReason();
            return file.getFile() + " cannot be used (" + reason
                    + "): make room on the disk, or give this user the right " + "to write there.";
        }
        if (failure instanceof IOException) {
            return failure.getMessage()
                    + ": make room on the disk, check the rights of FARTHING_HOME, and start again.";
        }
        return "a fault in the launcher (" + failure + "): please report it with what you ran.";
    }
}
