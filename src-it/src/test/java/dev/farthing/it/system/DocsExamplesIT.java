package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: what the documents tell a reader to type does what they say. Method: the commands of docs/start-vendor.md are typed,
 * one after the other in one shell, against a server of their own; every other block of commands says why it is not.
 */
class DocsExamplesIT {
    private static final Pattern NOT_EXECUTED = Pattern.compile("<!-- not executed: (.{15,}) -->");
    private static final Path START = Path.of("docs", "start-vendor.md");

    /** A fenced block of commands. */
    private record Block(Path file, int line, String before, String text) {
        boolean isExecuted() {
            return !NOT_EXECUTED.matcher(before).matches();
        }

        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    @Test
    void fiveMinutesToAFirstPaymentRunsAsWritten() throws Exception {
        List<Block> blocks = blocks(START).stream().filter(Block::isExecuted).toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (Block block : blocks) {
            script.append("echo '== ").append(block).append("'\n").append(block.text());
        }
        try (FarthingServer server = FarthingServer.prepared(FarthingServer.newHome("docs"), "node1", Map.of())) {
            Launcher.Ended ended = Shell.run(script.toString(), server.environment());
            assertThat(ended.status()).as(ended.output()).isZero();
            assertThat(ended.output())
                    .contains("outcome: accepted")
                    .contains("amount: 0.25 USD")
                    .contains("revoked: false")
                    .contains("outcome: reversed")
                    .contains("revoked: true");
            Books.assertBalanced(server);
        }
    }

    @Test
    void everyOtherBlockOfCommandsSaysWhyItIsNotExecuted() throws IOException {
        List<String> unexplained = new ArrayList<>();
        for (Path file : pages()) {
            for (Block block : blocks(file)) {
                if (block.isExecuted() && !file.equals(START)) {
                    unexplained.add(block.toString());
                }
            }
        }
        assertThat(unexplained)
                .as("blocks of commands that no test executes, without <!-- not executed: REASON --> before them")
                .isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(Launcher.checkout().resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .map(file -> Launcher.checkout().relativize(file))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    /** Blocks marked as shell, and unmarked ones that hold a command of ours or a variable's setting. */
    private static List<Block> blocks(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Pattern fence = Pattern.compile("```(\\S*)\\s*");
        List<String> lines = Files.readAllLines(Launcher.checkout().resolve(file));
        for (int at = 0; at < lines.size(); at++) {
            Matcher opening = fence.matcher(lines.get(at));
            if (!opening.matches()) {
                continue;
            }
            int begin = at;
            StringBuilder text = new StringBuilder();
            for (at++; at < lines.size() && !lines.get(at).startsWith("```"); at++) {
                text.append(lines.get(at)).append('\n');
            }
            boolean shell = opening.group(1).equals("sh")
                    || (opening.group(1).isEmpty()
                            && Pattern.compile("(?m)^(\\./farthing|\\./mvnw|curl|[A-Z_]+=)")
                                    .matcher(text)
                                    .find());
            if (shell) {
                blocks.add(new Block(file, begin + 1, begin == 0 ? "" : lines.get(begin - 1), text.toString()));
            }
        }
        return blocks;
    }
}
