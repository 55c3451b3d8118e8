package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the envelope is JOSE as the {@code jose} package of Node speaks it. Method: vectors recorded with it
 * ({@code src/test/node}). Messages that it sealed are really opened here; that it opened ours is a record of the day on which
 * {@code open-vectors.mjs} ran, of which only the belonging is checked here.
 */
class NodeJoseVectorsTest {
    static Stream<JsonNode> sealedByNode() throws Exception {
        return vectors(read("sealed-by-node-jose.json"), "vectors");
    }

    @ParameterizedTest
    @MethodSource("sealedByNode")
    void opensWhatNodeSealed(JsonNode vector) throws Exception {
        Instant now = Instant.ofEpochSecond(
                read("sealed-by-node-jose.json").path("now").asLong());
        Opened opened = open(vector, now);
        assertThat(opened.claims()).isEqualTo(vector.path("claims"));
        assertThat(opened.family())
                .isEqualTo(KeyFamily.valueOf(vector.path("signing").asText()));
    }

    @Test
    void recordedThatNodeOpenedWhatTheKitSealed() throws Exception {
        ObjectNode sealed = read("sealed-by-kit.json");
        Instant now = Instant.ofEpochSecond(sealed.path("now").asLong());
        List<JsonNode> opened =
                vectors(read("opened-by-node-jose.json"), "opened").toList();
        List<JsonNode> messages = vectors(sealed, "vectors").toList();
        assertThat(messages).hasSize(4);
        assertThat(opened).hasSameSizeAs(messages);
        for (int i = 0; i < opened.size(); i++) {
            String message = messages.get(i).path("message").asText();
            assertThat(opened.get(i).path("messageSha256").asText())
                    .isEqualTo(Sha256.base64Url(message.getBytes(StandardCharsets.US_ASCII)));
            assertThat(opened.get(i).path("claims"))
                    .isEqualTo(open(messages.get(i), now).claims());
        }
    }

    private static Opened open(JsonNode vector, Instant now) throws EnvelopeRefused {
        DecryptionKey own =
                DecryptionKey.fromJwk(vector.path("serverPrivateJwk").toString());
        VerificationKey sender =
                VerificationKey.fromJwk(vector.path("vendorPublicJwk").toString(), Peers.VENDOR);
        return SealedEnvelope.open(
                vector.path("message").asText(),
                kid -> kid.equals(own.kid()) ? own : null,
                kid -> kid.equals(sender.kid()) ? sender : null,
                new Expectation(Peers.SERVER, now));
    }

    private static Stream<JsonNode> vectors(ObjectNode file, String member) {
        List<JsonNode> list = new ArrayList<>();
        file.path(member).forEach(list::add);
        assertThat(list).isNotEmpty();
        return list.stream();
    }

    private static ObjectNode read(String name) throws Exception {
        try (InputStream in = NodeJoseVectorsTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return StrictJson.object(in.readAllBytes());
        }
    }
}
