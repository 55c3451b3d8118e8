package dev.farthing.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a vendor's keys are followed by others without a moment in which the file does not hold the keys that the server
 * knows. Method: a server that the test plays over real HTTP, whose answers are lost at every step; a clock that is moved.
 */
class KeyRotationTest {
    private static final Patience NO_PATIENCE =
            new Patience(Duration.ofSeconds(5), 1, Duration.ofMillis(1), Duration.ofSeconds(5));
    private static final Purchase PURCHASE = Purchase.one("customer-7", "article-9");

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = new MovableClock();
    private final ClientSettings settings =
            new ClientSettings(HttpClient.newHttpClient(), clock, new SecureRandom(), NO_PATIENCE, pause -> {});
    private final VendorKeys first = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
    private Path file = folder;
    private PeerServer peer = server();
    private FarthingClient client = new FarthingClient(peer.address("http"), PeerServer.VENDOR, first, settings);

    @BeforeEach
    void vendorIsEnrolled() throws Exception {
        file = folder.resolve("keys.json");
        first.save(file);
        peer.know(first);
        client = client();
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @ParameterizedTest
    @EnumSource
    void bothKeysAreFollowedAndPaymentsGoOn(KeyFamily family) throws Exception {
        String signing = client.rotateSigningKey(family);
        String encryption = client.rotateEncryptionKey(family);

        VendorKeys stored = VendorKeys.load(file);
        assertThat(stored.signing().kid())
                .isEqualTo(signing)
                .isNotEqualTo(first.signing().kid());
        assertThat(stored.decryption().kid()).isEqualTo(encryption);
        assertThat(stored.nextSigning()).isNull();
        assertThat(stored.nextDecryption()).isNull();
        assertThat(stored.decryptionKey(first.decryption().kid()))
                .as("for answers under way")
                .isNotNull();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(client.pay(PURCHASE)).isInstanceOf(Confirmation.class);
        assertThat(client().pay(PURCHASE)).isInstanceOf(Confirmation.class);
    }

    @Test
    void aRotationWhoseAnswersAreLostGoesOnWithTheSameKey() throws Exception {
        peer.vendorKeys.lost.addAll(List.of(true, false, true));
        assertThatThrownBy(() -> client.rotateSigningKey(KeyFamily.P256)).isInstanceOf(IOException.class);
        String begun = next();
        assertThat(client.pay(PURCHASE)).isInstanceOf(Confirmation.class);

        assertThatThrownBy(() -> client().rotateSigningKey(KeyFamily.P256)).isInstanceOf(IOException.class);
        assertThat(next()).isEqualTo(begun);

        assertThat(client().rotateSigningKey(KeyFamily.P256)).isEqualTo(begun);
        assertThat(VendorKeys.load(file).signing().kid()).isEqualTo(begun);
        assertThat(peer.vendorKeys.steps)
                .containsExactly("offer " + begun, "offer " + begun, "activate " + begun, "offer " + begun);
    }

    @Test
    void aRotationIsFinishedEvenAfterTheOldKeyIsRetired() throws Exception {
        peer.vendorKeys.lost.addAll(List.of(false, true));
        assertThatThrownBy(() -> client.rotateSigningKey(KeyFamily.ED25519)).isInstanceOf(IOException.class);
        String begun = next();
        peer.vendorKeys.endOverlap();
        assertThat(client().rotateSigningKey(KeyFamily.ED25519)).isEqualTo(begun);
        assertThat(client().pay(PURCHASE)).isInstanceOf(Confirmation.class);
    }

    @Test
    void anEncryptionKeyIsKnownBeforeTheServerSealsToIt() throws Exception {
        peer.vendorKeys.lost.addAll(List.of(false, true));
        assertThatThrownBy(() -> client.rotateEncryptionKey(KeyFamily.P256)).isInstanceOf(IOException.class);

        assertThat(client.pay(PURCHASE)).as("sealed to the new key").isInstanceOf(Confirmation.class);
        assertThat(client().pay(PURCHASE)).isInstanceOf(Confirmation.class);

        String active = client().rotateEncryptionKey(KeyFamily.P256);
        assertThat(VendorKeys.load(file).decryption().kid()).isEqualTo(active);
    }

    @Test
    void anOfferThatTheServerHasEndedIsFollowedByANewOne() throws Exception {
        peer.vendorKeys.lost.add(true);
        assertThatThrownBy(() -> client.rotateSigningKey(KeyFamily.ED25519)).isInstanceOf(IOException.class);
        String begun = next();
        peer.vendorKeys.forgetPending();
        assertThat(client.rotateSigningKey(KeyFamily.ED25519)).isNotEqualTo(begun);
        assertThat(client.pay(PURCHASE)).isInstanceOf(Confirmation.class);
    }

    @Test
    void anotherProcessFollowsWhenItMeetsAKeyThatItDoesNotKnow() throws Exception {
        FarthingClient other = client();
        assertThat(other.pay(PURCHASE)).isInstanceOf(Confirmation.class);
        client.rotateEncryptionKey(KeyFamily.ED25519);
        client.rotateEncryptionKey(KeyFamily.P256);
        assertThat(other.pay(PURCHASE)).isInstanceOf(Confirmation.class);
    }

    @Test
    void anEarlierKeyIsForgottenWhenNoAnswerCanBeUnderWay() throws Exception {
        client.rotateEncryptionKey(KeyFamily.ED25519);
        clock.move(KeyRotation.EARLIER_KEPT);
        client.rotateEncryptionKey(KeyFamily.ED25519);
        VendorKeys stored = VendorKeys.load(file);
        assertThat(stored.decryptionKey(first.decryption().kid())).isNull();
        assertThat(stored.earlier()).hasSize(1);
    }

    @Test
    void oneRotatesAtATime() throws Exception {
        KeyFile keys = KeyFile.open(file);
        keys.alone(() -> {
            assertThatThrownBy(() -> client.rotateSigningKey(KeyFamily.ED25519))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Somebody else");
            return true;
        });
    }

    @Test
    void keysInMemoryAreNotRotated() {
        FarthingClient inMemory = new FarthingClient(peer.address("http"), PeerServer.VENDOR, first, settings);
        assertThatThrownBy(() -> inMemory.rotateSigningKey(KeyFamily.ED25519))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("KeyFile");
    }

    @Test
    void aFileThatWasLeftUnfinishedDoesNotMatter() throws Exception {
        Files.writeString(folder.resolve("keys.json.unfinished"), "{\"signing\":");
        client.rotateSigningKey(KeyFamily.ED25519);
        assertThat(client().pay(PURCHASE)).isInstanceOf(Confirmation.class);
    }

    /** Another process of the vendor on the same file. */
    private FarthingClient client() throws IOException {
        return new FarthingClient(peer.address("http"), PeerServer.VENDOR, KeyFile.open(file), settings);
    }

    private String next() throws IOException {
        var next = VendorKeys.load(file).nextSigning();
        return next == null ? "none" : next.kid();
    }

    private PeerServer server() {
        try {
            return new PeerServer(KeyFamily.ED25519, clock);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
