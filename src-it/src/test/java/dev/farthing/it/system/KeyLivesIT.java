package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.proof.KeyOffer;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Keys from their offer to their end: what each state is good for, who may move a key, and that an end is an end on every node.
 * Method: a server of its own with short overlaps; a vendor whose every step is made by hand; the tables read afterwards.
 */
class KeyLivesIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OVERLAP_SECONDS = 4;
    private static final int PUBLISH_SECONDS = 3;
    private static final long FUNDS = 100_000_000;
    private static final long PRICE = 1_000;
    private static final long LIMIT_MILLIS = 20_000;
    private static final long POLL_MILLIS = 50;

    /** What the contract promises for an end on other nodes. */
    private static final long OTHER_NODES_MILLIS = 1_000;

    private static final FarthingServer SERVER = FarthingServer.prepared(
            FarthingServer.newHome("keys"),
            "node1",
            Map.of(
                    "FARTHING_KEYS_OVERLAP_SECONDS", Integer.toString(OVERLAP_SECONDS),
                    "FARTHING_KEYS_SERVER_OVERLAP_SECONDS", Integer.toString(OVERLAP_SECONDS),
                    "FARTHING_KEYS_SERVER_SIGNING_OVERLAP_SECONDS", Integer.toString(OVERLAP_SECONDS),
                    "FARTHING_KEYS_PUBLISH_SECONDS", Integer.toString(PUBLISH_SECONDS)));

    @BeforeAll
    static void up() throws Exception {
        SERVER.up();
    }

    @AfterAll
    static void end() {
        SERVER.close();
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(SERVER);
        assertThat(SERVER.databaseLog()).doesNotContain("deadlock detected");
        assertThat(new OperatorClient(SERVER)
                        .get("recount")
                        .expect(200)
                        .json()
                        .required("unbalanced")
                        .asInt())
                .isZero();
    }

    @Test
    void aSigningKeyIsOfferedActivatedFollowedAndEnds() throws Exception {
        Till till = new Till(KeyFamily.ED25519);
        VendorKeys before = till.town.keys();
        SigningKey next = SigningKey.generate(KeyFamily.P256, RANDOM);
        VendorKeys after = new VendorKeys(next, before.decryption());
        VendorKeysDesk desk = VendorKeysDesk.of(till.town);

        Reply offered = desk.offer(desk.offerOf(next)).expect(201);
        assertThat(offered.json())
                .isEqualTo(OperatorClient.object()
                        .put("kid", next.kid())
                        .put("usage", "SIGNING")
                        .put("state", "PENDING"));
        till.isRefused(after);
        assertThat(desk.provenBy(next).list().status()).isEqualTo(401);
        assertThat(desk.offer(desk.offerOf(next)).status()).as("sent again").isEqualTo(201);

        JsonNode active = desk.activate(next.kid(), "{}").expect(200).json();
        assertThat(active.required("state").asText()).isEqualTo("ACTIVE");
        assertThat(desk.activate(next.kid(), "{}").expect(200).json())
                .as("sent again")
                .isEqualTo(active);
        assertThat(desk.offer(desk.offerOf(next))
                        .expect(200)
                        .json()
                        .required("state")
                        .asText())
                .isEqualTo("ACTIVE");
        till.pays(after);
        till.pays(before);
        Instant retiresAt = Instant.parse(
                key(desk, before.signing().kid()).required("retiresAt").asText());
        assertThat(retiresAt).isAfter(Instant.EPOCH);

        till.awaitRefused(before);
        assertThat(java.time.Clock.systemUTC().instant()).isAfterOrEqualTo(retiresAt);
        till.pays(after);
        VendorKeysDesk later = desk.provenBy(next);
        await("the old key ends", () -> later.state(before.signing().kid()).equals("REVOKED"));
        assertThat(told(till.town, before.signing().kid()))
                .containsExactly("key.activated", "key.retired", "key.revoked");
        assertThat(told(till.town, next.kid())).containsExactly("key.activated");
        assertThat(audited(till.town, next.kid())).containsExactly("key.offered", "key.activated");
        assertThat(audited(till.town, before.signing().kid()))
                .containsExactly("key.activated", "key.retired", "key.revoked");
    }

    @Test
    void anEncryptionKeyIsActivatedByWhoeverOpensItsChallenge() throws Exception {
        Till till = new Till(KeyFamily.P256);
        VendorKeys before = till.town.keys();
        DecryptionKey next = DecryptionKey.generate(KeyFamily.ED25519, RANDOM);
        VendorKeysDesk desk = VendorKeysDesk.of(till.town);

        Reply first = desk.offer(desk.offerOf(next)).expect(201);
        Reply second = desk.offer(desk.offerOf(next)).expect(201);
        till.pays(before);
        assertThat(desk.activate(next.kid(), "{}").code()).isEqualTo("NONCE_REFUSED");
        assertThat(activate(desk, next, desk.nonce(first, next)).code())
                .as("the first challenge was replaced")
                .isEqualTo("NONCE_REFUSED");
        assertThat(Books.texts(SERVER, "select challenge_hash from vendor_key where kid = '" + next.kid() + "'"))
                .as("the nonce is not stored")
                .doesNotContain(desk.nonce(second, next))
                .hasSize(1);

        activate(desk, next, desk.nonce(second, next)).expect(200);
        till.pays(new VendorKeys(before.signing(), next));
        assertThat(desk.state(before.decryption().kid())).isEqualTo("VERIFY_ONLY");
    }

    @Test
    void aWrongNonceIsNotTriedForEver() throws Exception {
        Town town = new Town(SERVER, KeyFamily.ED25519);
        VendorKeysDesk desk = VendorKeysDesk.of(town);
        DecryptionKey next = DecryptionKey.generate(KeyFamily.ED25519, RANDOM);
        Reply offered = desk.offer(desk.offerOf(next)).expect(201);
        for (int i = 0; i < 5; i++) {
            Reply refused = activate(desk, next, "n".repeat(43));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("NONCE_REFUSED");
        }
        assertThat(desk.state(next.kid())).isEqualTo("REVOKED");
        assertThat(activate(desk, next, desk.nonce(offered, next)).status()).isEqualTo(404);
        assertThat(desk.offer(desk.offerOf(next)).status()).isEqualTo(403);
    }

    @Test
    void offersThatAreForeignOldMalformedOrOfKnownKeysAreRefusedAlike() throws Exception {
        Town town = new Town(SERVER, KeyFamily.ED25519);
        Town other = new Town(SERVER, KeyFamily.ED25519);
        VendorKeysDesk desk = VendorKeysDesk.of(town);
        SigningKey next = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        DecryptionKey decryption = DecryptionKey.generate(KeyFamily.ED25519, RANDOM);
        Instant now = java.time.Clock.systemUTC().instant();
        List<String> offers = List.of(
                VendorKeysDesk.of(other).offerOf(next),
                VendorKeysDesk.of(other).offerOf(decryption),
                KeyOffer.sign(town.vendor(), next, "another-server", now),
                KeyOffer.sign(town.vendor(), next, Town.AUDIENCE, now.minusSeconds(301)),
                KeyOffer.sign(town.vendor(), decryption.encryptionKey(), next, Town.AUDIENCE, now),
                KeyOffer.sign(
                        town.vendor(), decryption.encryptionKey(), other.keys().signing(), Town.AUDIENCE, now),
                KeyOffer.sign(town.vendor(), other.keys().signing(), Town.AUDIENCE, now),
                desk.offerOf(other.keys().decryption()),
                desk.offerOf(next).substring(5),
                desk.offerOf(next) + "A",
                "not an offer",
                "x");
        List<String> seen = new ArrayList<>();
        for (String offer : offers) {
            Reply refused = desk.offer(offer);
            assertThat(refused.status()).as(offer).isEqualTo(403);
            seen.add(refused.observable());
        }
        assertThat(seen).containsOnly(seen.get(0));
        assertThat(desk.list().expect(200).json().required("keys")).hasSize(2);
    }

    @Test
    void anotherOfferReplacesThePendingOneAndNobodyMovesAnothersKey() throws Exception {
        Town town = new Town(SERVER, KeyFamily.ED25519);
        VendorKeysDesk desk = VendorKeysDesk.of(town);
        VendorKeysDesk stranger = VendorKeysDesk.of(new Town(SERVER, KeyFamily.ED25519));
        SigningKey first = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        SigningKey second = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        desk.offer(desk.offerOf(first)).expect(201);
        assertThat(stranger.activate(first.kid(), "{}").status()).isEqualTo(404);
        assertThat(stranger.revoke(first.kid(), "mine now").status()).isEqualTo(404);
        desk.offer(desk.offerOf(second)).expect(201);
        assertThat(desk.state(first.kid())).isEqualTo("REVOKED");
        assertThat(desk.activate(first.kid(), "{}").status()).isEqualTo(404);
        assertThat(desk.revoke(second.kid(), "").code()).isEqualTo("NOT_POSSIBLE");
        desk.revoke(second.kid(), "not wanted").expect(200);
        assertThat(desk.state(second.kid())).isEqualTo("REVOKED");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAndTheVendorEnrolsAgain() throws Exception {
        Till till = new Till(KeyFamily.ED25519);
        VendorKeys before = till.town.keys();
        String path =
                "vendors/" + till.town.vendor() + "/keys/" + before.signing().kid() + "/revocation";
        OperatorClient operator = till.town.operator();
        till.pays(before);
        JsonNode revoked = revoke(operator, path);
        till.isRefused(before);
        assertThat(VendorKeysDesk.of(till.town).list().status()).isEqualTo(401);
        assertThat(revoke(operator, path)).as("sent again").isEqualTo(revoked);

        VendorKeys fresh = VendorKeys.generate(KeyFamily.P256, RANDOM);
        FarthingClient.enrol(
                new Server(SERVER.http(), Town.AUDIENCE),
                till.town.enrolmentCode(till.town.vendor()),
                fresh,
                ClientSettings.defaults());
        till.pays(fresh);
        assertThat(new VendorKeysDesk(SERVER.http(), till.town.vendor(), fresh.signing())
                        .state(before.decryption().kid()))
                .isEqualTo("REVOKED");
    }

    @Test
    void aVendorThatCannotBeAnsweredIsNotDebited() throws Exception {
        Till till = new Till(KeyFamily.ED25519);
        VendorKeysDesk desk = VendorKeysDesk.of(till.town);
        desk.revoke(till.town.keys().decryption().kid(), "lost").expect(200);
        till.isRefused(till.town.keys());
        DecryptionKey next = DecryptionKey.generate(KeyFamily.P256, RANDOM);
        activate(desk, next, desk.nonce(desk.offer(desk.offerOf(next)).expect(201), next))
                .expect(200);
        till.pays(new VendorKeys(till.town.keys().signing(), next));
    }

    @Test
    void anEndAtOneNodeIsAnEndAtTheOther() throws Exception {
        FarthingServer second = SERVER.secondNode(Map.of());
        try {
            Till till = new Till(KeyFamily.ED25519);
            VendorKeys keys = till.town.keys();
            VendorDesk there = new VendorDesk(second.http(), till.town.vendor(), keys);
            assertThat(there.pay(Order.of(till.shopper, till.item))).isInstanceOf(Confirmation.class);

            SigningKey next = SigningKey.generate(KeyFamily.ED25519, RANDOM);
            VendorKeysDesk desk = VendorKeysDesk.of(till.town);
            desk.offer(desk.offerOf(next)).expect(201);
            desk.activate(next.kid(), "{}").expect(200);
            VendorDesk thereWithNext =
                    new VendorDesk(second.http(), till.town.vendor(), new VendorKeys(next, keys.decryption()));
            assertThat(thereWithNext.pay(Order.of(till.shopper, till.item)))
                    .as("known at first sight")
                    .isInstanceOf(Confirmation.class);

            desk.revoke(next.kid(), "stolen").expect(200);
            long revoked = System.nanoTime();
            Reply reply = thereWithNext.post(thereWithNext.seal(Order.of(till.shopper, till.item)));
            while (reply.status() == 200 && millisSince(revoked) < LIMIT_MILLIS) {
                reply = thereWithNext.post(thereWithNext.seal(Order.of(till.shopper, till.item)));
            }
            long took = millisSince(revoked);
            Trial.say("a key revoked at node1 was refused at node2 after %d ms", took);
            assertThat(reply.code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
            assertThat(took).isLessThanOrEqualTo(OTHER_NODES_MILLIS);
        } finally {
            second.down();
        }
    }

    @Test
    void theServersKeysAreFollowedByOthersAndNoOldSetIsLeftOut() throws Exception {
        OperatorClient operator = new OperatorClient(SERVER);
        for (KeyFamily family : KeyFamily.values()) {
            Till till = new Till(family);
            VendorDesk old = till.town.desk();
            String wanted = "{\"usage\":\"%s\",\"family\":\"%s\"}";
            String signing = make(operator, wanted.formatted("SIGNING", family));
            String encryption = make(operator, wanted.formatted("ENCRYPTION", family));
            assertThat(published()).contains(signing, encryption);
            assertThat(operator.send(post(operator, "server-keys", wanted.formatted("SIGNING", family)))
                            .code())
                    .isEqualTo("KEY_STATE");
            assertThat(operator.post("server-keys/" + signing + "/activation").code())
                    .isEqualTo("KEY_NOT_PUBLISHED_LONG_ENOUGH");
            VendorDesk knowing = till.town.desk();
            await(
                    "it was published long enough",
                    () -> operator.post("server-keys/" + signing + "/activation")
                                    .status()
                            == 200);
            await(
                    "so was the other",
                    () -> operator.post("server-keys/" + encryption + "/activation")
                                    .status()
                            == 200);
            String replaced = old.serverKey(family).kid();
            assertThat(published()).contains(signing, encryption).doesNotContain(replaced);
            assertThat(knowing.pay(Order.of(till.shopper, till.item)))
                    .as("sealed to the key before, answered under the new one")
                    .isInstanceOf(Confirmation.class);
            assertThat(operator.send(post(operator, "server-keys/" + encryption + "/revocation", reason()))
                            .code())
                    .as("the one in use is not ended")
                    .isEqualTo("KEY_STATE");
            operator.send(post(operator, "server-keys/" + replaced + "/revocation", reason()))
                    .expect(200);
            Reply refused = knowing.post(knowing.seal(Order.of(till.shopper, till.item)));
            assertThat(refused.code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
            till.pays(till.town.keys());
        }
    }

    @Test
    void whoAsksTooOftenIsToldToWaitAndThenServed() throws Exception {
        Till till = new Till(KeyFamily.ED25519);
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update vendor set request_limit = 5 where code = '" + till.town.vendor() + "'");
        }
        VendorDesk desk = till.town.desk();
        List<Reply> limited = new ArrayList<>();
        await("the limit is reached", () -> {
            Reply reply = desk.post(desk.seal(Order.of(till.shopper, till.item)));
            if (reply.status() == 429) {
                limited.add(reply);
            }
            return !limited.isEmpty();
        });
        assertThat(limited.get(0).code()).isEqualTo("RATE_LIMITED");
        assertThat(limited.get(0).header("Retry-After")).isEqualTo("1");
        assertThat(limited.get(0).json().required("retryable").asBoolean()).isTrue();
        VendorKeysDesk proven = VendorKeysDesk.of(till.town);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(proven.list().status());
        }
        assertThat(statuses).as("proven requests count too").contains(429);
        await(
                "it is served again",
                () -> desk.post(desk.seal(Order.of(till.shopper, till.item))).status() == 200);
        new Till(KeyFamily.ED25519).pays();
        FarthingClient client = new FarthingClient(
                new Server(SERVER.http(), Town.AUDIENCE),
                till.town.vendor(),
                till.town.keys(),
                ClientSettings.defaults());
        for (int i = 0; i < 15; i++) {
            assertThat(client.pay(dev.farthing.kit.client.Purchase.one(till.shopper.identifier(), till.item)))
                    .as("the kit waits by itself")
                    .isInstanceOf(Confirmation.class);
        }
    }

    private static JsonNode key(VendorKeysDesk desk, String kid) throws InterruptedException {
        for (JsonNode key : desk.list().expect(200).json().required("keys")) {
            if (key.required("kid").asText().equals(kid)) {
                return key;
            }
        }
        throw new AssertionError("The vendor has no key " + kid);
    }

    private static Reply activate(VendorKeysDesk desk, DecryptionKey key, String nonce) throws InterruptedException {
        return desk.activate(
                key.kid(), OperatorClient.object().put("nonce", nonce).toString());
    }

    private static JsonNode revoke(OperatorClient operator, String path) throws InterruptedException {
        return operator.send(post(operator, path, reason())).expect(200).json();
    }

    private static String make(OperatorClient operator, String wanted) throws InterruptedException {
        return operator.send(post(operator, "server-keys", wanted))
                .expect(201)
                .json()
                .required("kid")
                .asText();
    }

    private static java.net.http.HttpRequest.Builder post(OperatorClient operator, String path, String body) {
        return operator.request(path).POST(BodyPublishers.ofString(body));
    }

    private static String reason() {
        ObjectNode reason = OperatorClient.object().put("reason", "a test");
        return reason.toString();
    }

    private static List<String> published() throws InterruptedException {
        List<String> kids = new ArrayList<>();
        Http.get(SERVER.http(), "/.well-known/jwks.json")
                .expect(200)
                .json()
                .required("keys")
                .forEach(key -> kids.add(key.required("kid").asText()));
        return kids;
    }

    private static List<String> told(Town town, String kid) throws Exception {
        return Books.texts(
                SERVER,
                "select o.topic from outbox o join vendor v on v.id = o.vendor_id where v.code = '" + town.vendor()
                        + "' and o.payload like '%" + kid + "%' order by o.id");
    }

    private static List<String> audited(Town town, String kid) throws Exception {
        return Books.texts(
                SERVER,
                "select action from audit_entry where subject = 'vendor:" + town.vendor() + "' and detail like '%" + kid
                        + "%' order by number");
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    /** Something that becomes true. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long began = System.nanoTime();
        while (!condition.holds()) {
            assertThat(millisSince(began)).as(what).isLessThan(LIMIT_MILLIS);
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** A vendor's till with one shopper and one item, at which any keys can be tried. */
    private static final class Till {
        private final Town town;
        private final Shopper shopper;
        private final String item;

        Till(KeyFamily family) throws Exception {
            town = new Town(SERVER, family);
            shopper = town.shopper(FUNDS);
            item = town.item(PRICE);
        }

        void pays() throws InterruptedException {
            pays(town.keys());
        }

        void pays(VendorKeys keys) throws InterruptedException {
            assertThat(desk(keys).pay(Order.of(shopper, item))).isInstanceOf(Confirmation.class);
        }

        /** Refused as a stranger's message is, byte for byte. */
        void isRefused(VendorKeys keys) throws InterruptedException {
            long before = town.balance(shopper);
            Reply refused = desk(keys).post(desk(keys).seal(Order.of(shopper, item)));
            VendorDesk stranger = desk(VendorKeys.generate(KeyFamily.ED25519, RANDOM));
            assertThat(refused.observable())
                    .isEqualTo(stranger.post(stranger.seal(Order.of(shopper, item)))
                            .observable());
            assertThat(refused.code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
            assertThat(town.balance(shopper)).isEqualTo(before);
        }

        void awaitRefused(VendorKeys keys) throws Exception {
            VendorDesk desk = desk(keys);
            await(
                    "the key is not accepted any more",
                    () -> desk.post(desk.seal(Order.of(shopper, item))).status() == 400);
            isRefused(keys);
        }

        private VendorDesk desk(VendorKeys keys) throws InterruptedException {
            return new VendorDesk(SERVER.http(), town.vendor(), keys);
        }
    }
}
