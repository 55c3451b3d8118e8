package dev.farthing.kit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.farthing.kit.client.TlsTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who meets a certificate of the server's own is told what to do. Method: the command line, keytool and TLS. */
class UnknownCertificateTest {
    @Test
    void namesTheOptionThatHelps(@TempDir Path folder) throws Exception {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(
                new HttpsConfigurator(TlsTest.serving(TlsTest.selfSigned(folder.resolve("server.p12")))));
        https.start();
        try {
            String at = "https://localhost:" + https.getAddress().getPort();
            String home = folder.resolve("home").toString();
            StringWriter err = new StringWriter();
            int code = FarthingKit.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), new String[] {
                "vendor", "enrol", "--home", home, "--server", at, "code-1"
            });
            assertThat(code).isEqualTo(4);
            assertThat(err.toString()).contains("--trust FILE");
        } finally {
            https.stop(0);
        }
    }
}
