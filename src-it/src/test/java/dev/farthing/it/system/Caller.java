package dev.farthing.it.system;

import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody in front of the server, with one kind of credentials, or none. */
final class Caller {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int TRIES = 5;

    private final URI base;
    private final HttpClient client;
    private final @Nullable String authorization;
    private final @Nullable SigningKey key;

    private Caller(URI base, HttpClient client, @Nullable String authorization, @Nullable SigningKey key) {
        this.base = base;
        this.client = client;
        this.authorization = authorization;
        this.key = key;
    }

    /** Over TLS, with nothing to show. */
    static Caller nobody(FarthingServer server) {
        HttpClient client = Http.builder()
                .sslContext(Http.trusting(server.home().resolve("tls").resolve("server.pem")))
                .build();
        return new Caller(server.https(), client, null, null);
    }

    Caller withPassword(String name, String password) {
        String login = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Caller(base, client, "Basic " + login, key);
    }

    /** Signs a proof for each request. */
    Caller withKey(SigningKey signing) {
        return new Caller(base, client, authorization, signing);
    }

    /** Sends it; later, with a new proof, if the table asks faster than this caller may. */
    Reply send(Call call) throws InterruptedException {
        Reply reply = key == null ? send(call, Map.of()) : send(call, proof(call));
        for (int i = 0; reply.status() == 429 && key != null && i < TRIES; i++) {
            Thread.sleep(Duration.ofSeconds(Long.parseLong(reply.header("Retry-After")))
                    .toMillis());
            reply = send(call, proof(call));
        }
        return reply;
    }

    /** With a proof that may have been made for something else. */
    Reply send(Call call, String proof) throws InterruptedException {
        return send(call, Map.of(RequestProof.HEADER, proof));
    }

    String proof(Call call) {
        return proof(call, now());
    }

    String proof(Call call, Instant at) {
        return proof(call, base.toString(), at);
    }

    /** As if sent to that server. */
    String proof(Call call, String origin, Instant at) {
        if (key == null) {
            throw new IllegalStateException("Nobody signs nothing");
        }
        return RequestProof.sign(
                key,
                new ProvenRequest(Town.AUDIENCE, call.method(), origin + call.path(), call.query(), call.bytes()),
                Town.fresh("proof"),
                at);
    }

    static Instant now() {
        return CLOCK.instant();
    }

    private Reply send(Call call, Map<String, String> more) throws InterruptedException {
        HttpRequest.Builder request = Http.request(base, call.pathAndQuery())
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.bytes()));
        call.headers().forEach(request::header);
        more.forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return Http.send(client, request.build());
    }
}
