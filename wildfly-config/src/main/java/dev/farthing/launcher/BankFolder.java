package dev.farthing.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The folder that house and simulated bank share: payment files lie in {@code out}, statements come into {@code in}. */
record BankFolder(Path root) {
    private static final int MAX_FILES = 1_000;
    private static final int MAX_NAMESAKES = 1_000;

    Path memory() {
        return root.resolve("bank.json");
    }

    Path in() throws IOException {
        return made("in");
    }

    /** The one bank of this folder; the operating system lets go when it dies. */
    FileChannel lock() throws IOException, Problem {
        Files.createDirectories(root);
        FileChannel channel =
                FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Problem("Another ./farthing bank is answering in " + root + ": wait for it.");
        }
        return channel;
    }

    /** Whole files, by name; one whose name begins with a dot is still being written. */
    List<Path> orders() throws IOException {
        try (Stream<Path> files = Files.list(made("out"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        }
    }

    void moveToTaken(Path file) throws IOException, Problem {
        move(file, made("taken"));
    }

    void moveToRefused(Path file) throws IOException, Problem {
        move(file, made("refused"));
    }

    /** Beside the place that it will take, where nobody reads it. */
    Path unfinished(String name) throws IOException {
        return in().resolve("." + name + ".tmp");
    }

    void deliver(String name) throws IOException {
        Files.move(unfinished(name), in().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /** An older file of the same name stays: what was taken is evidence. */
    private static void move(Path file, Path folder) throws IOException, Problem {
        Path target = folder.resolve(file.getFileName());
        for (int i = 2; Files.exists(target); i++) {
            if (i > MAX_NAMESAKES) {
                throw new Problem("The folder " + folder + " has too many files like " + file.getFileName()
                        + ": take them away.");
            }
            target = folder.resolve(file.getFileName() + "." + i);
        }
        Files.move(file, target);
    }
}
