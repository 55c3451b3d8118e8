package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.proof.DeviceRegistration;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a customer's device asks of the server, proven with the device's key: tickets for shops, consent and its caps, money
 * from the bank, and what was bought. Answers are the server's JSON; lists come in pages whose {@code next} is the next
 * page's cursor. Every method throws {@link Rejected} with the server's code for what it refuses, and {@link IOException} if
 * no answer came after {@link Patience#maxAttempts()}. Thread-safe.
 */
public final class CustomerApi {
    private static final String ROOT = "/api/v1/customer";
    private static final String CONSENTS = ROOT + "/consents";
    private static final String CAPS = ROOT + "/caps";
    private static final String TOP_UPS = ROOT + "/top-ups";
    private static final String DEVICES = ROOT + "/devices";

    private static final String REGISTRATIONS = "/api/v1/devices";
    private static final int CREATED = 201;

    private final ProvenCalls calls;

    /** The customer whose registered device has these keys. */
    public CustomerApi(Server server, DeviceKeys keys, ClientSettings settings) {
        this.calls = new ProvenCalls(server, keys::signing, settings);
    }

    /**
     * What the server made of a registration.
     *
     * @param customer the customer's code
     * @param kid the device's key that the server now knows
     */
    public record Registered(String customer, String kid) {}

    /**
     * Registers a device with the one-time code that the bank handed to its customer; the same again has the same answer.
     *
     * @param name what the customer calls the device
     * @throws Rejected if the server does not accept it (the code is used up or wrong, or the clocks differ)
     * @throws AnswerNotBound if the answer speaks of another key or another server
     * @throws IOException if no answer came
     */
    public static Registered register(Server server, String code, String name, DeviceKeys keys, ClientSettings settings)
            throws Rejected, AnswerNotBound, IOException, InterruptedException {
        String registration = DeviceRegistration.sign(
                code, name, keys.signing(), server.audience(), settings.clock().instant());
        HttpResponse<byte[]> response =
                new Wire(settings).exchange(SealedCalls.post(server, REGISTRATIONS, registration));
        if (response.statusCode() != CREATED) {
            throw Wire.rejection(response);
        }
        try {
            ObjectNode answer = StrictJson.object(response.body());
            if (!answer.path("kid").asText().equals(keys.signing().kid())
                    || !answer.path("audience").asText().equals(server.audience())) {
                throw new AnswerNotBound("it speaks of another key or another server");
            }
            return new Registered(
                    answer.path("customer").asText(), answer.path("kid").asText());
        } catch (MalformedJson e) {
            throw new AnswerNotBound("it is " + e.getMessage());
        }
    }

    /** Who the customer is, and what is on the accounts. */
    public ObjectNode customer() throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT);
    }

    /**
     * A ticket to hand to a vendor's shop: says by which identifier the vendor knows this customer, for two minutes.
     *
     * @param nonce what the shop showed, if it showed anything
     */
    public ObjectNode ticket(String vendor, @Nullable String nonce) throws Rejected, IOException, InterruptedException {
        ObjectNode body = StrictJson.newObject().put("vendor", vendor);
        if (nonce != null) {
            body.put("nonce", nonce);
        }
        return calls.post(ROOT + "/tickets", body);
    }

    /** Every consent, with its caps. */
    public ObjectNode consents() throws Rejected, IOException, InterruptedException {
        return calls.get(CONSENTS);
    }

    /** Lets that vendor ask for payments, within those caps: {@code {"caps":[…]}}. */
    public ObjectNode consent(String vendor, ObjectNode caps) throws Rejected, IOException, InterruptedException {
        return calls.put(CONSENTS + "/" + Query.segment(vendor), caps);
    }

    /** Lets it no more. */
    public ObjectNode withdraw(String vendor) throws Rejected, IOException, InterruptedException {
        return calls.delete(CONSENTS + "/" + Query.segment(vendor));
    }

    /** The caps over all vendors. */
    public ObjectNode caps() throws Rejected, IOException, InterruptedException {
        return calls.get(CAPS);
    }

    /** Replaces the caps over all vendors: {@code {"caps":[…]}}. */
    public ObjectNode putCaps(ObjectNode caps) throws Rejected, IOException, InterruptedException {
        return calls.put(CAPS, caps);
    }

    /**
     * Asks for money from a bank account; it counts once the bank has booked it.
     *
     * @param key names the request: the same key again is the same request
     */
    public ObjectNode topUp(Amount amount, String iban, String key) throws Rejected, IOException, InterruptedException {
        ObjectNode body = StrictJson.newObject();
        body.set("amount", amount.toJson());
        body.put("iban", iban);
        return calls.post(TOP_UPS, ProvenCalls.JSON, body.toString().getBytes(StandardCharsets.UTF_8), key);
    }

    /** What was asked for, and what became of it. */
    public ObjectNode topUps() throws Rejected, IOException, InterruptedException {
        return calls.get(TOP_UPS);
    }

    /**
     * What the customer was told since.
     *
     * @param after the last notice that is known, 0 at first
     */
    public ObjectNode notices(long after, int limit) throws Rejected, IOException, InterruptedException {
        return calls.get(new Query(ROOT + "/notices")
                .with("after", after)
                .with("limit", limit)
                .toString());
    }

    /** A page of what moved, newest first. */
    public ObjectNode statement(Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ROOT + "/statement").toString());
    }

    /** A page of the closed days on which something moved. */
    public ObjectNode statements(Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ROOT + "/statements").toString());
    }

    /** What a closed day came to. */
    public ObjectNode statement(LocalDate day) throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT + "/statements/" + day);
    }

    /** A page of the entitlements held. */
    public ObjectNode entitlements(Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ROOT + "/entitlements").toString());
    }

    /** The customer's devices. */
    public ObjectNode devices() throws Rejected, IOException, InterruptedException {
        return calls.get(DEVICES);
    }

    /** Takes a device out of use at once, also this one. */
    public ObjectNode revokeDevice(String kid) throws Rejected, IOException, InterruptedException {
        return calls.post(DEVICES + "/" + Query.segment(kid) + "/revocation", StrictJson.newObject());
    }
}
