package dev.farthing.keys;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.audit.AuditTrail;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.Outbox;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Tells and audits what became of keys, in the transaction in which it did. */
@Dependent
class KeyChanges {
    /** Who ends a key whose overlap is over. */
    static final String FARTHING = "farthing";

    /** Farthing's own keys, as the subject of the audit trail. */
    static final String SERVER = "server:keys";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private Outbox outbox;

    @Inject
    private AuditTrail audit;

    /** Whose key it is: the vendor's number and code. */
    record Owner(long vendorId, String vendor) {
        String name() {
            return "vendor:" + vendor;
        }
    }

    void offered(Owner owner, KeyLife key) {
        audit.record(owner.name(), "key.offered", owner.name(), detail(key));
    }

    void activated(String actor, Owner owner, KeyLife key) {
        append(Event.KEY_ACTIVATED, owner, event(owner, key));
        audit.record(actor, Event.KEY_ACTIVATED, owner.name(), detail(key));
    }

    void retired(String actor, Owner owner, KeyLife key) {
        ObjectNode event = event(owner, key)
                .put("retiresAt", Objects.requireNonNull(key.retiresAt()).toString());
        append(Event.KEY_RETIRED, owner, event);
        audit.record(actor, Event.KEY_RETIRED, owner.name(), detail(key));
    }

    void revoked(String actor, Owner owner, KeyLife key, String reason) {
        append(Event.KEY_REVOKED, owner, event(owner, key).put("reason", reason));
        Map<String, Object> detail = detail(key);
        detail.put("reason", reason);
        audit.record(actor, Event.KEY_REVOKED, owner.name(), detail);
    }

    /** A change of one of Farthing's own keys; what vendors need to know of it is in the published key set. */
    void ofServer(String actor, String action, KeyLife key, String reason) {
        Map<String, Object> detail = detail(key);
        if (!reason.isEmpty()) {
            detail.put("reason", reason);
        }
        audit.record(actor, action, SERVER, detail);
    }

    private void append(String topic, Owner owner, ObjectNode payload) {
        outbox.append(
                List.of(new Event(UuidCreator.getTimeOrderedEpoch(), topic, owner.vendorId(), payload.toString())));
    }

    private static ObjectNode event(Owner owner, KeyLife key) {
        return JSON.createObjectNode()
                .put("vendor", owner.vendor())
                .put("kid", key.kid())
                .put("usage", key.usage().name())
                .put("family", key.family().name())
                .put("at", key.changedAt().toString());
    }

    private static Map<String, Object> detail(KeyLife key) {
        Map<String, Object> detail = new TreeMap<>(Map.of(
                "kid", key.kid(),
                "usage", key.usage().name(),
                "family", key.family().name(),
                "state", key.state().name()));
        if (key.retiresAt() != null) {
            detail.put("retiresAt", key.retiresAt().toString());
        }
        return detail;
    }
}
