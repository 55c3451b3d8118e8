package dev.farthing.launcher;

import java.io.IOException;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "retention",
        description =
                "Takes what is older than the retention out of the database: proves each day, writes it to files, reads them "
                        + "back, and detaches it. As the role that owns the schema; the server may run meanwhile.",
        mixinStandardHelpOptions = true)
final class RetentionCommand implements Callable<Integer> {

    @Option(
            names = "--through",
            paramLabel = "YYYY-MM-DD",
            converter = DayConverter.class,
            description = "The last day to go; none younger than the retention goes.")
    private @Nullable LocalDate through;

    @Option(names = "--dry-run", description = "Only say which days would go, and which are kept and why.")
    private boolean dryRun;

    @Option(
            names = "--drop",
            description = "Also drop the tables of days that are detached, after reading their files once more.")
    private boolean drop;

    @Option(names = "--check", description = "Only read every file of the archive and compare it with its record.")
    private boolean check;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Settings settings = Farthing.settings();
        // With --json the object alone is on standard output.
        Progress progress = new Progress(json ? System.err : System.out);
        Retention.Order order = new Retention.Order(through, dryRun, drop, check);
        RetentionOutcome outcome = new Node(settings, progress, Farthing.clock())
                .asOwner(owner ->
                        new Retention(owner, settings.retention(), Farthing.clock(), progress).carryOut(order));
        System.out.println(json ? outcome.toJson() : outcome.toText());
        return 0;
    }
}
