package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
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
                String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
                assertThat(taken.put(name, content))
                        .as("%s was handed over before", name)
                        .isNull();
                Files.delete(file);
            }
        }
    }

    /** Content by name, in base64 as PostgreSQL writes it without its line ends. */
    Map<String, String> taken() {
        return Collections.unmodifiableMap(taken);
    }
}
