package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Takes files out of the bank's folder as a bank does, and remembers them: a file that comes a second time is paid twice. */
final class BankWindow {
    private final Path out;
    private final Map<String, String> taken = new TreeMap<>();

    BankWindow(FarthingServer server) {
        this.out = server.home().resolve("bank").resolve("out");
    }

    /** Takes whatever lies there now. */
    void take() throws IOException {
        if (!Files.isDirectory(out)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(out)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                assertThat(taken.put(name, sha256(Files.readAllBytes(file))))
                        .as("%s was handed over before", name)
                        .isNull();
                Files.delete(file);
            }
        }
    }

    /** The SHA-256 of each file's bytes, by name. */
    Map<String, String> taken() {
        return Collections.unmodifiableMap(taken);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
