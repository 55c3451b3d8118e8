package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Not a test: records messages that the kit seals, for src/test/node/open-vectors.mjs, which says how to run it. */
class KitVectors {
    @Test
    @EnabledIfSystemProperty(named = "farthing.record-vectors", matches = "true")
    void record() throws Exception {
        ObjectNode file = StrictJson.newObject().put("now", Peers.NOW.getEpochSecond());
        ArrayNode vectors = file.putArray("vectors");
        for (Peers peers : TamperTest.everyPair().toList()) {
            ObjectNode vector = vectors.addObject();
            vector.set(
                    "vendorPublicJwk", StrictJson.object(peers.vendorPublicKey().toJwk()));
            vector.set("serverPrivateJwk", StrictJson.object(peers.serverKey().toJwk()));
            vector.put("message", peers.seal());
        }
        Files.writeString(
                Path.of("src/test/resources/dev/farthing/kit/envelope/sealed-by-kit.json"),
                file.toPrettyString() + "\n");
    }
}
