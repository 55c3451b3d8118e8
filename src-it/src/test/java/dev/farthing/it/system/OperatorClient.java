package dev.farthing.it.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The first operator of a home, at work over HTTPS. */
public final class OperatorClient {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String ROOT = "/api/v1/operator/";

    private final URI base;
    private final String authorization;
    private final HttpClient client;

    public OperatorClient(FarthingServer server) {
        String login = "operator:" + server.secret("operator");
        this.base = server.https();
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        this.client = Http.builder()
                .sslContext(Http.trusting(server.home().resolve("tls").resolve("server.pem")))
                .build();
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static ObjectNode usd(long value) {
        return object().put("value", Long.toString(value))
                .put("currency", "USD")
                .put("scale", 6);
    }

    public Reply get(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    public Reply put(String path, ObjectNode body) throws InterruptedException {
        return send(request(path).PUT(BodyPublishers.ofString(body.toString())));
    }

    Reply put(String path) throws InterruptedException {
        return send(request(path).PUT(BodyPublishers.noBody()));
    }

    public Reply post(String path, ObjectNode body) throws InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())));
    }

    Reply post(String path) throws InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    Reply delete(String path) throws InterruptedException {
        return send(request(path).DELETE());
    }

    Reply topUp(String customer, long value, String idempotencyKey) throws InterruptedException {
        ObjectNode body = object();
        body.set("amount", usd(value));
        return send(request("customers/" + customer + "/top-ups")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** With the operator's password, for requests that are wrong in a way of their own. */
    HttpRequest.Builder request(String path) {
        return Http.request(base, ROOT + path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json");
    }

    Reply send(HttpRequest.Builder request) throws InterruptedException {
        return Http.send(client, request.build());
    }
}
