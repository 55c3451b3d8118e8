package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.proof.KeyChallenge;
import dev.farthing.kit.proof.KeyOffer;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** A vendor's own keys at one node, with every step in the test's hands. */
final class VendorKeysDesk {
    private static final String KEYS = "/api/v1/vendor/keys";
    private static final Clock CLOCK = Clock.systemUTC();

    private final URI base;
    private final String vendor;
    private final SigningKey prover;

    VendorKeysDesk(URI base, String vendor, SigningKey prover) {
        this.base = base;
        this.vendor = vendor;
        this.prover = prover;
    }

    static VendorKeysDesk of(Town town) {
        VendorKeys keys = town.keys();
        return new VendorKeysDesk(town.server().http(), town.vendor(), keys.signing());
    }

    VendorKeysDesk provenBy(SigningKey other) {
        return new VendorKeysDesk(base, vendor, other);
    }

    String offerOf(SigningKey offered) {
        return KeyOffer.sign(vendor, offered, Town.AUDIENCE, CLOCK.instant());
    }

    String offerOf(DecryptionKey offered) {
        return KeyOffer.sign(vendor, offered.encryptionKey(), prover, Town.AUDIENCE, CLOCK.instant());
    }

    Reply offer(String jws) throws InterruptedException {
        return send("POST", KEYS, "application/jose", jws);
    }

    Reply activate(String kid, String body) throws InterruptedException {
        return send("POST", KEYS + "/" + kid + "/activation", "application/json", body);
    }

    Reply revoke(String kid, String reason) throws InterruptedException {
        String body = OperatorClient.object().put("reason", reason).toString();
        return send("POST", KEYS + "/" + kid + "/revocation", "application/json", body);
    }

    Reply list() throws InterruptedException {
        return send("GET", KEYS, "application/json", "");
    }

    /** The state of that key as the list has it. */
    String state(String kid) throws InterruptedException {
        for (JsonNode key : list().expect(200).json().required("keys")) {
            if (key.required("kid").asText().equals(kid)) {
                return key.required("state").asText();
            }
        }
        return "unknown";
    }

    /** The nonce of a challenge that this server sealed to that key. */
    String nonce(Reply offered, DecryptionKey key) throws InterruptedException, EnvelopeRefused {
        var claims = SealedEnvelope.open(
                        offered.json().required("challenge").asText(),
                        kid -> kid.equals(key.kid()) ? key : null,
                        new ServerKeySet(base)::verification,
                        new Expectation(vendor, CLOCK.instant()))
                .claims();
        return KeyChallenge.fromClaims(claims).orElseThrow().nonce();
    }

    /** The server's signing keys as it publishes them. */
    private static final class ServerKeySet {
        private final JsonNode keys;

        ServerKeySet(URI base) throws InterruptedException {
            keys = Http.get(base, "/.well-known/jwks.json").expect(200).json().required("keys");
        }

        VerificationKey verification(String kid) {
            for (JsonNode key : keys) {
                if (key.required("kid").asText().equals(kid)) {
                    return VerificationKey.fromJwk(key.toString(), Town.AUDIENCE);
                }
            }
            throw new AssertionError("The server signed with a key that it does not publish: " + kid);
        }
    }

    private Reply send(String method, String path, String type, String body) throws InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String proof = RequestProof.sign(
                prover,
                new ProvenRequest(Town.AUDIENCE, method, base + path, null, bytes),
                Town.fresh("proof"),
                CLOCK.instant());
        HttpRequest.Builder request = Http.request(base, path).header(RequestProof.HEADER, proof);
        return Http.send(
                method.equals("GET")
                        ? request.GET().build()
                        : request.header("Content-Type", type)
                                .method(method, BodyPublishers.ofByteArray(bytes))
                                .build());
    }
}
