package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Unsealed requests, each with a proof of its own. What gets no answer, or one that may pass, is sent again: every write
 * carries an {@code Idempotency-Key} that stays the same, and a new proof.
 */
final class ProvenCalls {
    /** The longest answer: a catalogue that is exported. */
    static final int MAX_ANSWER_BYTES = 16 << 20;

    static final String JSON = "application/json";

    private static final String ACCEPT = ", application/problem+json";
    private static final int ID_BYTES = 16;
    private static final int SUCCESS = 200;
    private static final int NO_SUCCESS = 300;

    /**
     * One request.
     *
     * @param path with the query as it stands in the request line
     * @param body its bytes, empty without one; nobody changes them
     * @param key of idempotency, for a POST
     */
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    private record Call(
            String method,
            String path,
            String contentType,
            byte[] body,
            String accept,
            @Nullable String key) {}

    private final Server server;
    private final Supplier<SigningKey> signer;
    private final ClientSettings settings;
    private final Wire wire;

    /** @param signer gives the key with which the next request is proven */
    ProvenCalls(Server server, Supplier<SigningKey> signer, ClientSettings settings) {
        this.server = server;
        this.signer = signer;
        this.settings = settings;
        this.wire = new Wire(settings);
    }

    ObjectNode get(String path) throws Rejected, IOException, InterruptedException {
        return json(call(new Call("GET", path, JSON, new byte[0], JSON, null)));
    }

    byte[] download(String path, String accept) throws Rejected, IOException, InterruptedException {
        return call(new Call("GET", path, JSON, new byte[0], accept, null));
    }

    ObjectNode put(String path, ObjectNode body) throws Rejected, IOException, InterruptedException {
        return json(call(new Call("PUT", path, JSON, StrictJson.bytes(body), JSON, null)));
    }

    ObjectNode delete(String path) throws Rejected, IOException, InterruptedException {
        return json(call(new Call("DELETE", path, JSON, new byte[0], JSON, null)));
    }

    ObjectNode post(String path, ObjectNode body) throws Rejected, IOException, InterruptedException {
        return post(path, JSON, StrictJson.bytes(body), newId());
    }

    ObjectNode post(String path, String contentType, byte[] body, String idempotencyKey)
            throws Rejected, IOException, InterruptedException {
        return json(call(new Call("POST", path, contentType, body, JSON, idempotencyKey)));
    }

    String newId() {
        byte[] id = new byte[ID_BYTES];
        settings.random().nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private byte[] call(Call call) throws Rejected, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Duration pause = settings.patience().pauseAfter(attempt);
            boolean last = attempt >= settings.patience().maxAttempts();
            try {
                HttpResponse<byte[]> response = wire.exchange(request(call), MAX_ANSWER_BYTES);
                if (response.statusCode() >= SUCCESS && response.statusCode() < NO_SUCCESS) {
                    return response.body();
                }
                Duration asked = Wire.retryAfter(response);
                pause = asked.compareTo(pause) > 0 ? asked : pause;
                if (last && Wire.isNobodys(response)) {
                    throw new IOException(NotSent.nobody(response.statusCode()));
                }
                if (last
                        || !Wire.isPassing(response)
                        || pause.compareTo(settings.patience().maxPause()) > 0) {
                    throw Wire.rejection(response);
                }
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            settings.pause().pause(pause);
        }
    }

    private HttpRequest request(Call call) {
        URI uri = server.at(call.path());
        String address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        ProvenRequest proven =
                new ProvenRequest(server.audience(), call.method(), address, uri.getRawQuery(), call.body());
        String proof = RequestProof.sign(
                signer.get(), proven, newId(), settings.clock().instant());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header(RequestProof.HEADER, proof)
                .header("Accept", call.accept() + ACCEPT)
                .method(
                        call.method(),
                        call.body().length == 0 && !call.method().equals("POST")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(call.body()));
        if (call.body().length > 0) {
            request.header("Content-Type", call.contentType());
        }
        if (call.key() != null) {
            request.header("Idempotency-Key", call.key());
        }
        return request.build();
    }

    private static ObjectNode json(byte[] body) throws IOException {
        if (body.length == 0) {
            return StrictJson.newObject();
        }
        try {
            return StrictJson.object(body);
        } catch (MalformedJson e) {
            throw new IOException("the server's answer is " + e.getMessage(), e);
        }
    }
}
