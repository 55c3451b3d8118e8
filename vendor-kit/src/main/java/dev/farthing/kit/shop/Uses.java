package dev.farthing.kit.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.DurableLog;
import dev.farthing.kit.client.PrivateFiles;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.token.Entitlement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each entitlement was used, for those that are good for so many times: on disk before the item is opened. */
final class Uses implements Closeable {
    private static final long REWRITE_BYTES = 16L << 20;
    private static final String FILE = "uses.log";

    private final DurableLog log;
    private final Map<String, Integer> used;

    private Uses(DurableLog log, Map<String, Integer> used) {
        this.log = log;
        this.used = used;
    }

    static Uses open(Path folder) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        DurableLog log = DurableLog.open(PrivateFiles.folder(folder).resolve(FILE), records);
        Map<String, Integer> used = new HashMap<>();
        records.forEach(record ->
                used.put(record.path("payment").asText(), record.path("used").asInt()));
        return new Uses(log, used);
    }

    /** True if the entitlement is good for one use more, which is thereby used. */
    synchronized boolean take(Entitlement entitlement) throws IOException {
        String payment = entitlement.payment();
        int before = used.getOrDefault(payment, 0);
        if (before >= limit(entitlement)) {
            return false;
        }
        if (limit(entitlement) < Integer.MAX_VALUE) {
            log.append(record(payment, before + 1));
            used.put(payment, before + 1);
            rewriteIfLong();
        }
        return true;
    }

    private static int limit(Entitlement entitlement) {
        Integer count = entitlement.rights().count();
        return switch (entitlement.rights().model()) {
            case ONCE -> entitlement.quantity();
            case COUNT -> count == null ? 0 : count;
            case PERIOD, UNTIL -> Integer.MAX_VALUE;
        };
    }

    private void rewriteIfLong() throws IOException {
        if (log.bytes() >= REWRITE_BYTES) {
            List<ObjectNode> records = new ArrayList<>();
            used.forEach((payment, count) -> records.add(record(payment, count)));
            log.replace(records);
        }
    }

    private static ObjectNode record(String payment, int count) {
        return StrictJson.newObject().put("payment", payment).put("used", count);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
