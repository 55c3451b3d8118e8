package dev.farthing.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One launcher at a time prepares or takes down a home. The operating system lets go of it when the launcher dies. */
final class HomeLock {

    private static final int LIMIT_SECONDS = 180;
    private static final int POLL_MILLIS = 200;

    /** What is done while the home is held. */
    interface Work<T> {
        T run() throws IOException, InterruptedException, Problem;
    }

    private HomeLock() {}

    static <T> T holding(Home home, Progress progress, Work<T> work) throws Problem, IOException, InterruptedException {
        FileChannel channel = take(home, progress);
        try {
            return work.run();
        } finally {
            channel.close();
        }
    }

    private static FileChannel take(Home home, Progress progress) throws Problem, IOException, InterruptedException {
        Path root = home.root();
        try {
            SafeFiles.folder(root, SafeFiles.OPEN_FOLDER);
        } catch (IOException unwritable) {
            throw new Problem(
                    "The folder " + root + " cannot be written: set FARTHING_HOME to a folder of yours, or run "
                            + "as its owner.",
                    unwritable);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unwritable) {
            throw new Problem(
                    "The folder " + root + " cannot be written: set FARTHING_HOME to a folder of yours, or run "
                            + "as its owner" + (Files.isWritable(root) ? ", or make room on the disk." : "."),
                    unwritable);
        }
        for (int waited = 0; waited < LIMIT_SECONDS * 1000; waited += POLL_MILLIS) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
            if (waited == 0) {
                progress.say("Waiting: another ./farthing prepares " + root);
            }
            Thread.sleep(POLL_MILLIS);
        }
        channel.close();
        throw new Problem("Another ./farthing has been preparing " + root + " for " + LIMIT_SECONDS
                + " s: wait for it, or stop it and try again.");
    }
}
