package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** A vendor with an item and a payment, and its customer with a device: all that a request may name, twice over for two of them. */
final class Household {
    private static final long FUNDS = 10_000_000;
    private static final long PRICE = 1_000;
    private static final int QUANTITY = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FarthingServer server;
    private final Town town;
    private final Shopper shopper;
    private final String item;
    private final Order order;
    private final DeviceOfCustomer device;

    Household(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.ED25519);
        this.shopper = town.shopper(FUNDS);
        this.device = new DeviceOfCustomer(server, shopper.code());
        this.item = town.item(PRICE);
        this.order = Order.of(shopper, item).times(QUANTITY);
        town.desk().pay(order);
    }

    Town town() {
        return town;
    }

    Shopper shopper() {
        return shopper;
    }

    String item() {
        return item;
    }

    String payment() {
        return order.id();
    }

    DeviceOfCustomer device() {
        return device;
    }

    Caller vendor() {
        return Caller.nobody(server).withKey(town.keys().signing());
    }

    Caller customer() throws InterruptedException {
        device.register();
        return device.caller();
    }

    static Caller operator(FarthingServer server) {
        return Caller.nobody(server).withPassword("operator", server.secret("operator"));
    }

    /** Registers a key as a customer's device. */
    static Reply register(FarthingServer server, String customer, SigningKey key) throws InterruptedException {
        return Caller.nobody(server)
                .send(Call.of("POST", "/devices")
                        .bearing("application/jose", registration(deviceCode(server, customer), key)));
    }

    static String deviceCode(FarthingServer server, String customer) throws InterruptedException {
        return new OperatorClient(server)
                .post("customers/" + customer + "/device-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
    }

    /** The id of a device that the customer has beside the one in use. */
    String secondDevice() throws InterruptedException {
        SigningKey second = newKey();
        register(server, shopper.code(), second).expect(201);
        return second.kid();
    }

    static String registration(String code, SigningKey key) {
        ObjectNode claims = OperatorClient.object()
                .put("code", code)
                .put("aud", Town.AUDIENCE)
                .put("iat", Caller.now().getEpochSecond())
                .put("name", "Telephone of a test");
        claims.set("key", publicKey(key));
        return sign(claims, "farthing-device+jwt", key);
    }

    /** A new signing key, offered as the vendor's next. */
    String offer(SigningKey key) {
        ObjectNode claims = OperatorClient.object()
                .put("iss", town.vendor())
                .put("aud", Town.AUDIENCE)
                .put("iat", Caller.now().getEpochSecond())
                .put("use", "sig");
        claims.set("key", publicKey(key));
        return sign(claims, "farthing-key-offer+jwt", key);
    }

    static SigningKey newKey() {
        return SigningKey.generate(KeyFamily.ED25519, RANDOM);
    }

    private static String sign(ObjectNode claims, String type, SigningKey key) {
        return CompactJws.sign(claims.toString().getBytes(StandardCharsets.UTF_8), type, key);
    }

    private static JsonNode publicKey(SigningKey key) {
        return json(key.verificationKey("").toJwk());
    }

    static JsonNode json(String text) {
        try {
            return OperatorClient.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }
}
