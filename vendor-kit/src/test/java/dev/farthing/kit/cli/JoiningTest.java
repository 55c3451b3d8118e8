package dev.farthing.kit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.client.PeerServer;
import dev.farthing.kit.envelope.KeyFamily;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a home's private keys are never lost to a second joining. Method: the command line against a server that is played. */
class JoiningTest {
    private record Ran(int code, String out, String err) {}

    @TempDir
    Path home = Path.of("");

    @Test
    void refusesAHomeThatHasJoined() throws Exception {
        try (PeerServer peer = new PeerServer(KeyFamily.ED25519, Clock.systemUTC())) {
            assertThat(enrol(peer).code()).isZero();
            String keys = keys();
            Ran again = enrol(peer);
            assertThat(again.code()).isEqualTo(6);
            assertThat(again.err()).contains("--home", "--again", PeerServer.VENDOR);
            assertThat(enrol(peer, "--again", "--audience", "another").code()).isEqualTo(6);
            Ran customer = run("customer", "register", "--home", home.toString(), "--server", at(peer), "code-1");
            assertThat(customer.code()).isEqualTo(6);
            assertThat(keys()).isEqualTo(keys);
            assertThat(files("keys.")).containsExactly("keys.json");
        }
    }

    @Test
    void keepsTheOldKeysOfAPartyThatJoinsAgain() throws Exception {
        try (PeerServer peer = new PeerServer(KeyFamily.ED25519, Clock.systemUTC())) {
            assertThat(enrol(peer).code()).isZero();
            String keys = keys();
            assertThat(enrol(peer, "--again").code()).isZero();
            assertThat(keys()).isNotEqualTo(keys);
            assertThat(files("keys.before-")).singleElement().satisfies(name -> {
                Path kept = home.resolve(name);
                assertThat(Files.readString(kept)).isEqualTo(keys);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                        .isEqualTo("rw-------");
            });
        }
    }

    @Test
    void replacesNothingWhenTheCodeWasForAnotherParty() throws Exception {
        try (PeerServer peer = new PeerServer(KeyFamily.ED25519, Clock.systemUTC())) {
            assertThat(enrol(peer).code()).isZero();
            Path settings = home.resolve("settings.json");
            Files.writeString(settings, Files.readString(settings).replace(PeerServer.VENDOR, "bakery"));
            String before = keys() + Files.readString(settings);
            Ran other = enrol(peer, "--again");
            assertThat(other.code()).isEqualTo(6);
            assertThat(other.err()).contains("bakery", PeerServer.VENDOR, "keys.other-");
            assertThat(keys() + Files.readString(settings)).isEqualTo(before);
            assertThat(files("keys.before-")).isEmpty();
        }
    }

    private Ran enrol(PeerServer peer, String... more) {
        Stream<String> usual = Stream.of("vendor", "enrol", "--home", home.toString(), "--server", at(peer), "code-1");
        return run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    private static String at(PeerServer peer) {
        return peer.address("http").base().toString();
    }

    private String keys() throws IOException {
        return Files.readString(home.resolve("keys.json"));
    }

    private List<String> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FarthingKit.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ran(code, out.toString(), err.toString());
    }
}
