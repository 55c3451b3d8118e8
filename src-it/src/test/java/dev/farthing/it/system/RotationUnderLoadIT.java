package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.KeyFile;
import dev.farthing.kit.client.Patience;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both sides replace every key while clients pay without a pause: no request fails, none is answered under a key that its client
 * cannot find, and none is sent again but for the one sealing anew that a followed key allows. Method: clients that may not try a
 * second time and that count the pauses they take; overlaps as short as they may be; at two nodes in the long run.
 */
class RotationUnderLoadIT {
    private static final int PAYERS = 4;
    private static final int ROUNDS = Trial.repetitions(2, 8);
    private static final long PRICE = 1_000;
    private static final long FUNDS = 10_000_000_000L;
    private static final long LIMIT_MILLIS = 30_000;
    private static final long POLL_MILLIS = 100;
    private static final Map<String, String> SHORT_TIMES = Map.of(
            "FARTHING_KEYS_OVERLAP_SECONDS", "10",
            "FARTHING_KEYS_SERVER_OVERLAP_SECONDS", "10",
            "FARTHING_KEYS_SERVER_SIGNING_OVERLAP_SECONDS", "10",
            "FARTHING_KEYS_PUBLISH_SECONDS", "3");

    /** One attempt, and not a second: whatever is not answered at once is a failure of this test. */
    private static final Patience NO_PATIENCE =
            new Patience(Duration.ofSeconds(30), 1, Duration.ofMillis(1), Duration.ofSeconds(1));

    private static final FarthingServer SERVER =
            FarthingServer.prepared(FarthingServer.newHome("rotation"), "node1", SHORT_TIMES);

    private final AtomicLong pauses = new AtomicLong();
    private final AtomicLong paid = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void up() throws Exception {
        SERVER.up();
    }

    @AfterAll
    static void end() {
        SERVER.close();
    }

    @Test
    void nobodyNoticesThatAllKeysAreReplaced() throws Exception {
        List<URI> nodes = new ArrayList<>(List.of(SERVER.http()));
        if (Trial.LONG) {
            nodes.add(SERVER.secondNode(SHORT_TIMES).http());
        }
        Town town = new Town(SERVER, KeyFamily.ED25519);
        Path file = folder.resolve("keys.json");
        town.keys().save(file);
        KeyFile shared = KeyFile.open(file);
        String item = town.item(PRICE);
        ExecutorService threads = Executors.newFixedThreadPool(PAYERS);
        List<Future<Long>> payers = new ArrayList<>();
        try {
            for (int i = 0; i < PAYERS; i++) {
                // Half of the payers are another process on the same file: they learn of new keys from disk.
                KeyFile keys = i % 2 == 0 ? shared : KeyFile.open(file);
                FarthingClient client = client(town, nodes.get(i % nodes.size()), keys);
                Shopper shopper = town.shopper(FUNDS);
                payers.add(threads.submit(() -> payOn(client, Purchase.one(shopper.identifier(), item))));
            }
            for (int round = 0; round < ROUNDS; round++) {
                rotateAll(
                        town,
                        client(town, nodes.get(round % nodes.size()), shared),
                        round % 2 == 0 ? KeyFamily.P256 : KeyFamily.ED25519);
            }
        } finally {
            stopped.set(true);
            threads.shutdown();
        }
        long sum = 0;
        for (Future<Long> payer : payers) {
            sum += payer.get();
        }
        Trial.say(
                "%d payments at %d nodes during %d rotations of every key, %d pauses",
                sum, nodes.size(), ROUNDS, pauses.get());
        assertThat(pauses).as("attempts that had to be made again").hasValue(0);
        assertThat(town.conditional()).isEqualTo(sum * PRICE);
        Books.assertBalanced(SERVER);
        assertThat(SERVER.databaseLog()).doesNotContain("deadlock detected");
    }

    private Long payOn(FarthingClient client, Purchase purchase) throws Exception {
        long count = 0;
        while (!stopped.get()) {
            assertThat(client.pay(purchase)).isInstanceOf(Confirmation.class);
            count++;
            paid.incrementAndGet();
        }
        return count;
    }

    /** The server's four keys and the vendor's two; in between payments are seen to go on. */
    private void rotateAll(Town town, FarthingClient client, KeyFamily next) throws Exception {
        OperatorClient operator = town.operator();
        List<String> made = new ArrayList<>();
        for (KeyFamily family : KeyFamily.values()) {
            made.add(make(operator, "SIGNING", family));
            made.add(make(operator, "ENCRYPTION", family));
        }
        client.rotateSigningKey(next);
        awaitPayments();
        client.rotateEncryptionKey(next);
        awaitPayments();
        for (String kid : made) {
            activate(operator, kid);
            awaitPayments();
        }
    }

    private static String make(OperatorClient operator, String usage, KeyFamily family) throws InterruptedException {
        ObjectNode wanted = OperatorClient.object().put("usage", usage).put("family", family.name());
        HttpRequest.Builder request = operator.request("server-keys").POST(BodyPublishers.ofString(wanted.toString()));
        return operator.send(request).expect(201).json().required("kid").asText();
    }

    private static void activate(OperatorClient operator, String kid) throws InterruptedException {
        long began = System.nanoTime();
        Reply reply = operator.post("server-keys/" + kid + "/activation");
        while (reply.status() == 409 && millisSince(began) < LIMIT_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            reply = operator.post("server-keys/" + kid + "/activation");
        }
        reply.expect(200);
    }

    /** As many payments more as there are payers, so that each has met the change. */
    private void awaitPayments() throws InterruptedException {
        long began = System.nanoTime();
        long wanted = paid.get() + 2 * PAYERS;
        while (paid.get() < wanted) {
            assertThat(millisSince(began)).as("payments go on").isLessThan(LIMIT_MILLIS);
            Thread.sleep(POLL_MILLIS);
        }
    }

    private FarthingClient client(Town town, URI node, KeyFile keys) {
        ClientSettings usual = ClientSettings.defaults().withPatience(NO_PATIENCE);
        ClientSettings counting =
                new ClientSettings(usual.http(), usual.clock(), usual.random(), usual.patience(), pause -> {
                    pauses.incrementAndGet();
                    Thread.sleep(pause.toMillis());
                });
        return new FarthingClient(new Server(node, Town.AUDIENCE), town.vendor(), keys, counting);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
