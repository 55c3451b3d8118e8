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
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Submission;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the demonstration counts what it saw and stops at a broken promise. Method: a small bank that the test plays. */
class DemoVendorTest {
    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> fingerprints = new ConcurrentHashMap<>();
    private final Map<String, String> payments = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    @Test
    void countsWhatItSaw() throws Exception {
        try (PeerServer peer = new PeerServer(KeyFamily.P256, Clock.systemUTC())) {
            peer.behave((submission, message) -> bank(peer, submission, message, true));
            ObjectNode seen = StrictJson.object(demo(peer));
            assertThat(seen.path("accepted").asInt()).isEqualTo(40);
            assertThat(seen.path("sent").asInt()).isEqualTo(40 + 5 + 5);
            assertThat(seen.path("replayed").asInt()).isEqualTo(5);
            assertThat(seen.path("tamperedRefused").asInt()).isEqualTo(1);
            assertThat(seen.path("paymentIds")).hasSize(40);
            assertThat(seen.path("refused"))
                    .isEqualTo(StrictJson.object("{\"CONFLICT\":1,\"INSUFFICIENT_FUNDS\":1,\"ITEM_NOT_ON_SALE\":1,"
                            + "\"NO_CONSENT\":1,\"UNKNOWN_CUSTOMER\":1}"));
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("progress 40/40");
        }
    }

    @Test
    void stopsWhenAReplayIsBookedAgain() throws Exception {
        try (PeerServer peer = new PeerServer(KeyFamily.ED25519, Clock.systemUTC())) {
            peer.behave((submission, message) -> bank(peer, submission, message, false));
            assertThatThrownBy(() -> demo(peer)).isInstanceOf(DemoFailed.class).hasMessageContaining("sent again");
        }
    }

    @Test
    void readsItsPlan() {
        DemoPlan plan = DemoPlan.parse(("{\"base\":\"http://localhost:8080\",\"code\":\"c\",\"audience\":\"farthing\","
                        + "\"family\":\"P256\",\"keys\":\"/k\",\"customers\":[\"a\"],\"items\":[\"i\"],\"payments\":200,"
                        + "\"tooPoorCustomer\":\"p\",\"noConsentCustomer\":\"n\",\"offSaleItem\":\"o\",\"replays\":10}")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(plan.payments()).isEqualTo(200);
        assertThatThrownBy(() -> DemoPlan.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base");
    }

    private Reply bank(PeerServer peer, Submission submission, String message, boolean remembers) {
        String fingerprint = HexFormat.of().formatHex(submission.fingerprint());
        String known = fingerprints.putIfAbsent(submission.submissionId(), fingerprint);
        if (known != null && !known.equals(fingerprint)) {
            return refuse(peer, submission, message, "CONFLICT");
        }
        if (submission.customer().startsWith("nobody.")) {
            return refuse(peer, submission, message, "UNKNOWN_CUSTOMER");
        }
        if (submission.customer().equals("stranger")) {
            return refuse(peer, submission, message, "NO_CONSENT");
        }
        if (submission.customer().equals("poor")) {
            return refuse(peer, submission, message, "INSUFFICIENT_FUNDS");
        }
        if (submission.item().equals("withdrawn")) {
            return refuse(peer, submission, message, "ITEM_NOT_ON_SALE");
        }
        String fresh = "p-" + numbers.incrementAndGet();
        String id = remembers ? payments.computeIfAbsent(submission.submissionId(), key -> fresh) : fresh;
        return peer.seal(new Confirmation(
                peer.header(submission, message), peer.payment(submission, id), PeerServer.ENTITLEMENT));
    }

    private static Reply refuse(PeerServer peer, Submission submission, String message, String code) {
        return peer.seal(new Refusal(peer.header(submission, message), code, "As told.", false, "none"));
    }

    private String demo(PeerServer peer) throws Exception {
        Server server = peer.address("http");
        String plan = "{\"base\":\"" + server.base() + "\",\"code\":\"code-1\",\"audience\":\"" + server.audience()
                + "\",\"family\":\"ED25519\",\"keys\":\"" + folder.resolve("keys.json")
                + "\",\"customers\":[\"ada\",\"bob\"],\"items\":[\"news\",\"song\"],\"payments\":40,\"replays\":5,"
                + "\"tooPoorCustomer\":\"poor\",\"noConsentCustomer\":\"stranger\",\"offSaleItem\":\"withdrawn\"}";
        return new DemoVendor(
                        DemoPlan.parse(plan.getBytes(StandardCharsets.UTF_8)),
                        ClientSettings.defaults(),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .run();
    }
}
