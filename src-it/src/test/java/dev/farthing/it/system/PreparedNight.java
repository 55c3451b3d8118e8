package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A town on the eve of a night, as a folder that can be put back as often as it is wanted, and what that night comes to if nobody
 * disturbs it. The server's home is always at the same place: what is in it names that place.
 */
final class PreparedNight implements AutoCloseable {
    private static final int COPY_SECONDS = 60;

    private final FarthingServer server;
    private final Ambush ambush;
    private final Path kept;
    private final String day;
    private final NightOutcome undisturbed;
    private final NightStanding end;
    private final Map<String, String> files;

    /** Founds the town, closes its first day, trades on the second, and closes that one undisturbed. */
    PreparedNight(String name) throws Exception {
        this.server = FarthingServer.prepared(FarthingServer.newHome(name), "node1", Map.of());
        this.ambush = new Ambush(server);
        // Named so that it is removed with the homes of runs that are over.
        this.kept = server.home().resolveSibling("kept-" + server.home().getFileName());
        try {
            server.up(ambush.options(List.of(Ambush.nobodyFoldsByDay())));
            NightTown town = new NightTown(server);
            town.trade();
            NightTown.night(server, NightTown.openDay(server));
            town.trade();
            this.day = NightTown.openDay(server);
            new BankWindow(server).take();
            Books.awaitDrained(server);
            server.down();
            copy(server.home(), kept);
            server.up(List.of());
            NightTown.night(server, day);
            Books.assertBalanced(server);
            this.undisturbed = NightOutcome.of(server);
            this.end = NightStanding.of(server, day);
            BankWindow bank = new BankWindow(server);
            bank.take();
            this.files = bank.taken();
            assertThat(end.fileStates()).as("the night has enough to do").containsExactly("HANDED_OVER", "HANDED_OVER");
            server.close();
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    /** Puts everything back as it was before the night; nothing runs. */
    void putBack() throws IOException, InterruptedException {
        server.close();
        run("rm", "-rf", server.home().toString());
        copy(kept, server.home());
    }

    FarthingServer server() {
        return server;
    }

    Ambush ambush() {
        return ambush;
    }

    String day() {
        return day;
    }

    /** How the night stands when it is done. */
    NightStanding end() {
        return end;
    }

    /** Compares what a night came to, and what the bank was given, with the night that nobody disturbed. */
    void assertCameToTheSame(BankWindow bank) throws Exception {
        NightOutcome.of(server).assertSameAs(undisturbed);
        assertThat(bank.taken()).as("files that the bank took").isEqualTo(files);
        assertThat(Books.texts(
                        server,
                        "select name || ' ' || sha256 from bank_file where business_date = '" + day
                                + "' and state = 'HANDED_OVER' order by name"))
                .as("files that were handed over")
                .isEqualTo(files.entrySet().stream()
                        .map(file -> file.getKey() + " " + file.getValue())
                        .toList());
        Books.assertBalanced(server);
    }

    /** Owners and links as they are: the database insists on its own. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!process.waitFor(COPY_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(List.of(command) + " failed: "
                    + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
