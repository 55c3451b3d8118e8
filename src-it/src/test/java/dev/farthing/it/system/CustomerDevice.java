package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.proof.DeviceRegistration;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer's device at one server, with every step in the test's hands. */
final class CustomerDevice {
    static final String ROOT = "/api/v1/customer";
    static final String DEVICES = "/api/v1/devices";
    private static final Clock CLOCK = Clock.systemUTC();

    private final URI base;
    private final SigningKey key;

    CustomerDevice(URI base, SigningKey key) {
        this.base = base;
        this.key = key;
    }

    String kid() {
        return key.kid();
    }

    /** The same device at another node. */
    CustomerDevice at(URI other) {
        return new CustomerDevice(other, key);
    }

    String registration(String code) {
        return DeviceRegistration.sign(code, "Phone of a test", key, Town.AUDIENCE, CLOCK.instant());
    }

    Reply register(String code) throws InterruptedException {
        return sendRegistration(base, registration(code));
    }

    static Reply sendRegistration(URI base, String registration) throws InterruptedException {
        return Http.send(Http.request(base, DEVICES)
                .header("Content-Type", "application/jose")
                .POST(BodyPublishers.ofString(registration))
                .build());
    }

    Reply get(String path) throws InterruptedException {
        return Http.send(request("GET", path, null).build());
    }

    Reply put(String path, String body) throws InterruptedException {
        return Http.send(request("PUT", path, body).build());
    }

    Reply post(String path, String body) throws InterruptedException {
        return Http.send(request("POST", path, body).build());
    }

    Reply delete(String path) throws InterruptedException {
        return Http.send(request("DELETE", path, null).build());
    }

    /** A request with a proof of its own, of now. */
    HttpRequest.Builder request(String method, String path, @Nullable String body) {
        return request(method, path, body, proof(method, path, body, CLOCK.instant()));
    }

    /** A request that carries that proof, whatever it proves. */
    HttpRequest.Builder request(String method, String path, @Nullable String body, String proof) {
        HttpRequest.Builder request = Http.request(base, ROOT + path).header(RequestProof.HEADER, proof);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    String proof(String method, String path, @Nullable String body, Instant now) {
        return proofAt(ROOT + path, method, body, now);
    }

    String proofAt(String address, String method, @Nullable String body, Instant now) {
        int query = address.indexOf('?');
        return RequestProof.sign(
                key,
                new ProvenRequest(
                        Town.AUDIENCE,
                        method,
                        base + (query < 0 ? address : address.substring(0, query)),
                        query < 0 ? null : address.substring(query + 1),
                        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString(),
                now);
    }

    /** All entries of a list, read in pages of that size. */
    List<JsonNode> all(String path, String member, int limit) throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonNode page = get(path + "?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor))
                    .expect(200)
                    .json();
            page.required(member).forEach(all::add);
            cursor = page.path("next").textValue();
        } while (cursor != null);
        return all;
    }
}
