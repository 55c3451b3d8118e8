package dev.farthing.kit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.client.PeerServer;
import dev.farthing.kit.envelope.KeyFamily;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who publishes items is told what is wrong with them. Method: the command line against a server that is played. */
class VendorItemsCommandTest {
    private static final String REFUSED = "{\"code\":\"ITEMS_REFUSED\",\"detail\":\"Correct what is named in errors.\","
            + "\"errors\":[{\"row\":3,\"column\":\"price\",\"message\":\"Give a number.\"}]}";

    private record Ran(int code, String out, String err) {}

    @Test
    void tellsWhatIsWrongWithEachRow(@TempDir Path home) throws Exception {
        try (PeerServer peer = new PeerServer(KeyFamily.ED25519, Clock.systemUTC())) {
            String at = peer.address("http").base().toString();
            String folder = home.toString();
            assertThat(run("vendor", "enrol", "--home", folder, "--server", at, "code-1")
                            .code())
                    .isZero();
            peer.refuseItems(new PeerServer.Reply(422, "application/problem+json", REFUSED, null));
            String file =
                    Files.writeString(home.resolve("items.csv"), "item,price").toString();

            Ran told = run("vendor", "items", "import", "--home", folder, file);
            assertThat(told.code()).isEqualTo(1);
            assertThat(told.err()).contains("ITEMS_REFUSED").containsPattern("3 +price +Give a number.");
            Ran put = run("vendor", "items", "put", "--home", folder, "x", "--title", "X", "--price", "1");
            assertThat(put.err()).containsPattern("3 +price +Give a number.");
            Ran json = run("vendor", "items", "import", "--home", folder, "--json", file);
            assertThat(json.out())
                    .contains("\"errors\":[{\"row\":3,\"column\":\"price\",\"message\":\"Give a number.\"}]");
        }
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FarthingKit.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ran(code, out.toString(), err.toString());
    }
}
