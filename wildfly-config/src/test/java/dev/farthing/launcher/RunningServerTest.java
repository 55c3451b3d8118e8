package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pid file names a process only if that process started when the file was written. */
class RunningServerTest {

    private Path folder;

    @BeforeEach
    void useAFolderOfItsOwn(@TempDir Path empty) {
        folder = empty;
    }

    @Test
    void findsTheProcessThatWroteTheFile() throws IOException {
        Path file = pidFile(myself().pid(), started(Duration.ZERO));

        assertThat(RunningServer.find(file)).contains(myself());
    }

    @Test
    void takesALaterProcessWithTheSameNumberForAnother() throws IOException {
        Path file = pidFile(myself().pid(), started(Duration.ofHours(-1)));

        assertThat(RunningServer.find(file)).isEmpty();
    }

    @Test
    void findsNothingWithoutAFileOrInABrokenOne() throws IOException {
        assertThat(RunningServer.find(folder.resolve("none.pid"))).isEmpty();
        Path broken = folder.resolve("broken.pid");
        Files.writeString(broken, "not a number");
        assertThat(RunningServer.find(broken)).isEmpty();
    }

    @Test
    void tellsWhetherAnyNodeOfTheHomeRuns() throws IOException {
        Home home = new Home(folder, "node1");
        assertThat(RunningServer.any(home)).isFalse();
        Files.createDirectories(home.running());
        Files.move(
                pidFile(myself().pid(), started(Duration.ZERO)), home.running().resolve("node2.pid"));
        assertThat(RunningServer.any(home)).isTrue();
    }

    private Path pidFile(long pid, Instant written) throws IOException {
        Path file = folder.resolve("a.pid");
        Files.writeString(file, pid + "\n");
        Files.setLastModifiedTime(file, FileTime.from(written));
        return file;
    }

    private static Instant started(Duration later) {
        return myself().info().startInstant().orElseThrow().plus(later);
    }

    private static ProcessHandle myself() {
        return ProcessHandle.current();
    }
}
