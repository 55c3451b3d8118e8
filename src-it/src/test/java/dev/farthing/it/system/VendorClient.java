package dev.farthing.it.system;

import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** A vendor's own requests, each with a proof of its own. */
final class VendorClient {
    private static final String ROOT = "/api/v1/vendor";

    private final URI base;
    private final VendorKeys keys;
    private final Clock clock = Clock.systemUTC();

    VendorClient(Town town) {
        this.base = town.server().http();
        this.keys = town.keys();
    }

    Reply get(String path) throws InterruptedException {
        return Http.send(request("GET", path, new byte[0]).GET().build());
    }

    Reply get(String path, String accept) throws InterruptedException {
        return Http.send(
                request("GET", path, new byte[0]).header("Accept", accept).GET().build());
    }

    Reply put(String path, Object json) throws InterruptedException {
        return send("PUT", path, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
    }

    Reply post(String path, String type, byte[] body) throws InterruptedException {
        return send("POST", path, type, body);
    }

    Reply send(String method, String path, String type, byte[] body) throws InterruptedException {
        return Http.send(request(method, path, body)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .build());
    }

    /** With a fresh proof, for requests that carry headers of their own. */
    HttpRequest.Builder request(String method, String path, byte[] body) {
        int query = path.indexOf('?');
        ProvenRequest proven = new ProvenRequest(
                Town.AUDIENCE,
                method,
                base + ROOT + (query < 0 ? path : path.substring(0, query)),
                query < 0 ? null : path.substring(query + 1),
                body);
        return Http.request(base, ROOT + path)
                .header(
                        RequestProof.HEADER,
                        RequestProof.sign(keys.signing(), proven, Town.fresh("proof"), clock.instant()));
    }
}
