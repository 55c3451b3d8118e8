package dev.farthing.kit.client;

import static dev.farthing.kit.client.PeerServer.AUDIENCE;
import static dev.farthing.kit.client.PeerServer.VENDOR;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.farthing.kit.client.PeerServer.Reply;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.proof.KeyChallenge;
import dev.farthing.kit.proof.KeyOffer;
import dev.farthing.kit.proof.KeyOfferRefused;
import dev.farthing.kit.proof.ProofRefused;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vendor's keys at a server that a test plays: one pending, one in use of each kind. */
final class VendorKeysPeer {
    static final String NONCE = "n".repeat(43);

    private final PeerServer peer;
    private @Nullable KeyOffer pending;
    private boolean overlapIsOver;
    private final List<String> activated = new ArrayList<>();
    private final List<VerificationKey> earlier = new ArrayList<>();
    final List<String> steps = new ArrayList<>();

    /** Lost answers: done, but the caller is told 500. One entry a step. */
    final Deque<Boolean> lost = new ArrayDeque<>();

    VendorKeysPeer(PeerServer peer) {
        this.peer = peer;
    }

    synchronized void endOverlap() {
        overlapIsOver = true;
    }

    synchronized void forgetPending() {
        pending = null;
    }

    synchronized Reply reply(HttpExchange exchange) throws IOException {
        String body = PeerServer.body(exchange);
        String path = exchange.getRequestURI().getPath();
        Reply reply;
        try {
            requireProof(exchange, path, body);
            reply = path.endsWith("/activation")
                    ? activate(List.of(path.split("/", -1)).get(5), body)
                    : offer(body);
        } catch (ProofRefused e) {
            reply = PeerServer.problem(401, "PROOF_REFUSED", null);
        } catch (KeyOfferRefused | MalformedJson e) {
            reply = PeerServer.problem(403, "KEY_OFFER_REFUSED", null);
        }
        return Boolean.TRUE.equals(lost.poll()) ? PeerServer.problem(500, "LOST", null) : reply;
    }

    private void requireProof(HttpExchange exchange, String path, String body) throws ProofRefused {
        String uri = "http://" + exchange.getRequestHeaders().getFirst("Host") + path;
        RequestProof.verify(
                exchange.getRequestHeaders().getFirst(RequestProof.HEADER),
                this::signing,
                new ProvenRequest(AUDIENCE, "POST", uri, null, body.getBytes(StandardCharsets.UTF_8)),
                peer.clock().instant());
    }

    private @Nullable VerificationKey signing(String kid) {
        if (peer.vendorKey().kid().equals(kid)) {
            return peer.vendorKey();
        }
        return overlapIsOver
                ? null
                : earlier.stream()
                        .filter(key -> key.kid().equals(kid))
                        .findFirst()
                        .orElse(null);
    }

    private Reply offer(String jws) throws KeyOfferRefused {
        Instant now = peer.clock().instant();
        KeyOffer offer = KeyOffer.open(jws, this::signing, AUDIENCE, now);
        steps.add("offer " + offer.kid());
        ObjectNode answer = StrictJson.newObject().put("kid", offer.kid());
        if (activated.contains(offer.kid())) {
            return json(200, answer.put("state", "ACTIVE"));
        }
        if (steps.stream().filter(("offer " + offer.kid())::equals).count() > 1 && pending == null) {
            return PeerServer.problem(403, "KEY_OFFER_REFUSED", null);
        }
        pending = offer;
        if (offer.use() == KeyOffer.Use.ENC) {
            KeyChallenge challenge = new KeyChallenge(AUDIENCE, VENDOR, offer.kid(), NONCE);
            answer.put(
                    "challenge",
                    SealedEnvelope.seal(challenge.toJson(now), peer.signing(), EncryptionKey.fromJwk(offer.jwk())));
        }
        return json(201, answer.put("state", "PENDING"));
    }

    private Reply activate(String kid, String body) throws MalformedJson {
        steps.add("activate " + kid);
        KeyOffer offer = pending;
        if (!activated.contains(kid)) {
            if (offer == null || !offer.kid().equals(kid)) {
                return PeerServer.problem(404, "NOT_FOUND", null);
            }
            if (offer.use() == KeyOffer.Use.SIG) {
                earlier.add(peer.vendorKey());
                peer.know(VerificationKey.fromJwk(offer.jwk(), VENDOR));
            } else if (NONCE.equals(StrictJson.object(body).path("nonce").asText())) {
                peer.know(EncryptionKey.fromJwk(offer.jwk()));
            } else {
                return PeerServer.problem(403, "NONCE_REFUSED", null);
            }
            activated.add(kid);
            pending = null;
        }
        return json(200, StrictJson.newObject().put("kid", kid).put("state", "ACTIVE"));
    }

    private static Reply json(int status, ObjectNode body) {
        return new Reply(status, "application/json", StrictJson.text(body), null);
    }
}
