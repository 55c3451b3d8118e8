package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The operators' REST interface, called over HTTPS with this home's own certificate, as its first operator or whoever
 * FARTHING_OPERATOR and FARTHING_OPERATOR_PASSWORD name.
 */
final class OperatorApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final String base;
    private final String authorization;
    private final HttpClient client;

    OperatorApi(Settings settings) throws IOException, Problem {
        Home home = settings.home();
        String password = settings.text("FARTHING_OPERATOR_PASSWORD", "");
        boolean known = !password.isEmpty() || Files.isReadable(home.operatorPassword());
        if (!known || !Files.isReadable(home.tlsCertificate())) {
            throw new Problem("The first operator's password is not in " + home.operatorPassword()
                    + ": start the server once with ./farthing up, or put the password back there.");
        }
        String login = settings.text("FARTHING_OPERATOR", OperatorRealm.FIRST_OPERATOR) + ":"
                + (password.isEmpty() ? SafeFiles.readSecret(home.operatorPassword()) : password);
        this.base = settings.httpsUrl() + "/api/v1/operator/";
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(home))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
    }

    JsonNode get(String path) throws IOException, InterruptedException, Problem {
        return send(request(path).GET().build());
    }

    JsonNode put(String path, @Nullable ObjectNode body) throws IOException, InterruptedException, Problem {
        return send(request(path).PUT(body(body)).build());
    }

    JsonNode post(String path, @Nullable ObjectNode body, Map<String, String> headers)
            throws IOException, InterruptedException, Problem {
        HttpRequest.Builder request = request(path).POST(body(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Authorization", authorization)
                .header("Accept", "application/json, application/problem+json")
                .header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException, Problem {
        HttpResponse<String> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException silent) {
            throw new Problem("Nothing answers at " + base + ": start the server with ./farthing up.", silent);
        }
        if (response.statusCode() / HUNDRED != SUCCESS) {
            throw new Problem(request.method() + " " + request.uri().getPath() + " was answered with "
                    + response.statusCode() + " " + detail(response.body()) + ".");
        }
        return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    private static String detail(String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            return problem.path("code").asText("") + " "
                    + problem.path("detail").asText("");
        } catch (IOException notJson) {
            return "";
        }
    }

    private static HttpRequest.BodyPublisher body(@Nullable ObjectNode body) {
        return body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
    }

    private static SSLContext trusting(Home home) throws IOException {
        try (InputStream pem = Files.newInputStream(home.tlsCertificate())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("The certificate " + home.tlsCertificate() + " cannot be read", unusable);
        }
    }
}
