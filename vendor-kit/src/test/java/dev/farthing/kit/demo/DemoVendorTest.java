package dev.farthing.kit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.PeerServer;
import dev.farthing.kit.client.PeerServer.Reply;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.message.Submission;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a vendor's process counts what it saw and stops at a broken promise. Method: a small bank that the test plays. */
class DemoVendorTest {
    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Submission> submissions = new ConcurrentHashMap<>();
    private final Map<String, String> payments = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private boolean remembers = true;

    @Test
    void countsWhatItSaw() throws Exception {
        try (PeerServer peer = bank(KeyFamily.P256)) {
            ObjectNode seen = StrictJson.object(demo(peer, "\"ACCEPTED\""));
            assertThat(seen.path("accepted").asInt()).isEqualTo(40 + 1);
            assertThat(seen.path("acceptedAmount").asText()).isEqualTo("41000");
            assertThat(seen.path("replayed").asInt()).isEqualTo(5);
            assertThat(seen.path("reversed").asInt()).isEqualTo(3);
            assertThat(seen.path("reversedAmount").asText()).isEqualTo("3000");
            assertThat(seen.path("refused")).isEqualTo(StrictJson.object("{\"CONFLICT\":1,\"INSUFFICIENT_FUNDS\":1}"));
            assertThat(seen.path("forged"))
                    .isEqualTo(StrictJson.object("{\"expired\":1,\"tampered\":1,\"wrongSigner\":1}"));
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("progress 40/40");
        }
    }

    @Test
    void buysTheSameWithTheSameSeed() throws Exception {
        try (PeerServer peer = bank(KeyFamily.ED25519)) {
            demo(peer, "\"ACCEPTED\"");
            var first =
                    peer.received.stream().map(DemoVendorTest::bought).sorted().toList();
            peer.received.clear();
            demo(peer, "\"ACCEPTED\"");
            assertThat(peer.received.stream().map(DemoVendorTest::bought).sorted())
                    .isEqualTo(first);
        }
    }

    @Test
    void stopsWhenAReplayIsBookedAgain() throws Exception {
        remembers = false;
        try (PeerServer peer = bank(KeyFamily.ED25519)) {
            assertThatThrownBy(() -> demo(peer, "\"ACCEPTED\""))
                    .isInstanceOf(DemoFailed.class)
                    .hasMessageContaining("sent again");
        }
    }

    @Test
    void stopsWhenWhatMustBeRefusedIsPaid() throws Exception {
        try (PeerServer peer = bank(KeyFamily.ED25519)) {
            assertThatThrownBy(() -> demo(peer, "\"NO_CONSENT\""))
                    .isInstanceOf(DemoFailed.class)
                    .hasMessageContaining("NO_CONSENT was expected");
        }
    }

    @Test
    void saysWhatIsMissingInAPlan() {
        assertThatThrownBy(() -> DemoPlan.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base");
    }

    private static String bought(Submission submission) {
        return submission.customer() + " " + submission.quantity() + " " + submission.item();
    }

    private PeerServer bank(KeyFamily family) throws Exception {
        PeerServer peer = new PeerServer(family, Clock.systemUTC());
        peer.behave((submission, message) -> pay(peer, submission, message));
        peer.behaveToOthers((request, message) -> giveBack(peer, request, message));
        return peer;
    }

    private Reply pay(PeerServer peer, Submission submission, String message) {
        Submission known = submissions.putIfAbsent(submission.submissionId(), submission);
        if (known != null && !fingerprint(known).equals(fingerprint(submission))) {
            return refuse(peer, submission, message, "CONFLICT");
        }
        if (submission.customer().equals("poor")) {
            return refuse(peer, submission, message, "INSUFFICIENT_FUNDS");
        }
        String fresh = "p-" + numbers.incrementAndGet();
        String id = remembers ? payments.computeIfAbsent(submission.submissionId(), key -> fresh) : fresh;
        return peer.seal(new Confirmation(
                peer.header(submission, message), peer.payment(submission, id), PeerServer.ENTITLEMENT));
    }

    private Reply giveBack(PeerServer peer, Request request, String message) {
        Return asked = (Return) request;
        Submission paid = Objects.requireNonNull(submissions.get(asked.submission()));
        return peer.seal(new Returned(
                peer.header(request, message),
                new Returned.Booking(
                        asked.kind(),
                        "r-" + numbers.incrementAndGet(),
                        Objects.requireNonNull(payments.get(asked.submission())),
                        asked.submission(),
                        LocalDate.parse("2026-03-01"),
                        paid.quantity(),
                        new Amount(1000, "USD", 6),
                        0),
                null));
    }

    private static String fingerprint(Submission submission) {
        return HexFormat.of().formatHex(submission.fingerprint());
    }

    private static Reply refuse(PeerServer peer, Submission submission, String message, String code) {
        return peer.seal(new Refusal(peer.header(submission, message), code, "As told.", false, "none"));
    }

    private String demo(PeerServer peer, String lastStep) throws Exception {
        Server server = peer.address("http");
        String plan = """
                {"base":"%s","audience":"%s","vendor":"%s","keys":"%s",
                 "joining":{"code":"code-1","family":"ED25519","catalogue":{"items":[]}},
                 "shopping":{"seed":7,"payments":40,"customers":["ada","bob"],"replays":5,"reversals":3,
                   "wares":[{"item":"news","most":1},{"item":"song","most":5}]},
                 "priceRise":{"item":"news","definition":{"title":"News"}},
                 "steps":[{"customer":"poor","item":"news","quantity":1,"expect":"INSUFFICIENT_FUNDS"},
                   {"customer":"ada","item":"news","quantity":1,"price":"1000","currency":"USD","expect":%s}],
                 "forgery":{"customer":"ada","item":"news","quantity":1,"inTheNameOf":"somebody-else"}}
                """.formatted(
                        server.base(), server.audience(), PeerServer.VENDOR, folder.resolve("keys.json"), lastStep);
        return new DemoVendor(
                        DemoPlan.parse(plan.getBytes(StandardCharsets.UTF_8)),
                        ClientSettings.defaults(),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .run();
    }
}
