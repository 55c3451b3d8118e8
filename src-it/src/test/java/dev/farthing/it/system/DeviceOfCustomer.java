package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.security.SecureRandom;

/** A customer's telephone: registers itself when it is first used. */
final class DeviceOfCustomer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FarthingServer server;
    private final String customer;
    private final SigningKey key = SigningKey.generate(KeyFamily.P256, RANDOM);
    private boolean registered;

    DeviceOfCustomer(FarthingServer server, String customer) {
        this.server = server;
        this.customer = customer;
    }

    boolean isRegistered() {
        return registered;
    }

    SigningKey key() {
        return key;
    }

    Reply put(String path, JsonNode body) throws InterruptedException {
        register();
        return caller().send(Call.of("PUT", path).bearing(body)).expect(200);
    }

    Reply post(String path, JsonNode body) throws InterruptedException {
        register();
        return caller().send(Call.of("POST", path)
                .saying("Idempotency-Key", Town.fresh("key"))
                .bearing(body));
    }

    Caller caller() {
        return Caller.nobody(server).withKey(key);
    }

    /** Makes it known to the server, once. */
    void register() throws InterruptedException {
        if (!registered) {
            Household.register(server, customer, key).expect(201);
            registered = true;
        }
    }
}
