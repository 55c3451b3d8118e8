package dev.farthing.it.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Plain exchanges over HTTP/1.1, nothing sent twice and no redirect followed by itself. */
final class Http {
    /** Longer than the server's own limit for an answer. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final HttpClient PLAIN = builder().build();

    private Http() {}

    static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    static HttpRequest.Builder request(URI base, String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
    }

    static Reply get(URI base, String path) throws InterruptedException {
        return send(PLAIN, request(base, path).GET().build());
    }

    static Reply send(HttpRequest request) throws InterruptedException {
        return send(PLAIN, request);
    }

    static Reply send(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return exchange(client, request);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " did not answer: " + e, e);
        }
    }

    /** As {@link #send}, for tests in which an answer may be lost. */
    static Reply exchange(HttpRequest request) throws IOException, InterruptedException {
        return exchange(PLAIN, request);
    }

    private static Reply exchange(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** Trusts exactly the certificate of a home. */
    static SSLContext trusting(Path certificate) {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The certificate " + certificate + " cannot be used", e);
        }
    }
}
