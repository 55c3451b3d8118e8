package dev.farthing.web.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.keys.KeyRing;
import dev.farthing.keys.KeyUsage;
import dev.farthing.keys.PublicKey;
import dev.farthing.keys.ServerKeys;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The server's public keys (RFC 7517), with what each is for. Their order has a meaning, as RFC 7517 §5 allows: of each use and
 * curve the one in use comes first, those to come last. A member that says so would make the keys unreadable to whoever, as the
 * kit does, refuses a key with members that it does not know.
 */
@WebServlet("/.well-known/jwks.json")
public class JwksServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Of the time of publication, how much a cache may take: half. */
    private static final int CACHED_PART = 2;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private transient KeyRing keys;

    @Inject
    private transient ServerKeys serverKeys;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ObjectNode set = JSON.createObjectNode();
        ArrayNode list = set.putArray("keys");
        for (PublicKey key : keys.published()) {
            list.add(describe(key));
        }
        response.setContentType("application/jwk-set+json");
        // A key is used when it was published long enough; a copy that lies about must be younger than that.
        response.setHeader(
                "Cache-Control", "max-age=" + serverKeys.publication().toSeconds() / CACHED_PART);
        response.getOutputStream().write(JSON.writeValueAsBytes(set));
    }

    private static JsonNode describe(PublicKey key) throws IOException {
        boolean signs = key.usage() == KeyUsage.SIGNING;
        String signatureAlgorithm =
                switch (key.family()) {
                    case ED25519 -> "EdDSA";
                    case P256 -> "ES256";
                };
        return ((ObjectNode) JSON.readTree(key.jwk()))
                .put("kid", key.kid())
                .put("use", signs ? "sig" : "enc")
                .put("alg", signs ? signatureAlgorithm : "ECDH-ES");
    }
}
