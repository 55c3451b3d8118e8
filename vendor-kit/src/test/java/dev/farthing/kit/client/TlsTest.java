package dev.farthing.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a server with a certificate of its own is reached by who trusts it, and by nobody else. Method: keytool and TLS. */
public class TlsTest {
    private static final String PASSWORD = "only-for-this-test";

    @Test
    void reachesAServerWhoseCertificateItWasTold(@TempDir Path folder) throws Exception {
        KeyStore store = selfSigned(folder.resolve("server.p12"));
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(serving(store)));
        VendorKeys keys = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
        try (PeerServer peer = new PeerServer(https, KeyFamily.ED25519, Clock.systemUTC())) {
            peer.know(keys);
            Server server = peer.address("https");
            FarthingClient trusting =
                    new FarthingClient(server, PeerServer.VENDOR, keys, ClientSettings.trusting(trusting(store)));
            FarthingClient stranger = new FarthingClient(server, PeerServer.VENDOR, keys, ClientSettings.defaults());

            assertThat(trusting.pay(Purchase.one("customer-7", "article-9"))).isInstanceOf(Confirmation.class);
            assertThatThrownBy(() -> stranger.seal(Purchase.one("customer-7", "article-9"), "sub-1"))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    public static KeyStore selfSigned(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    public static SSLContext serving(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext trusting(KeyStore store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
