package dev.farthing.it.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A vendor with keys, its items and its customers, met by nobody else: tests in one server do not see each other. */
public final class Town {
    static final String AUDIENCE = "farthing";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CODE_BYTES = 6;

    /** A customer, and the identifier by which the town's vendor knows the customer. */
    record Shopper(String code, String identifier) {}

    private final FarthingServer server;
    private final OperatorClient operator;
    private final String vendor = fresh("vendor");
    private final VendorKeys keys;

    /** Takes the vendor on and enrols its keys. */
    public Town(FarthingServer server, KeyFamily family) throws Exception {
        this.server = server;
        this.operator = new OperatorClient(server);
        this.keys = VendorKeys.generate(family, RANDOM);
        putVendor(vendor);
        FarthingClient.enrol(
                new Server(server.http(), AUDIENCE), enrolmentCode(vendor), keys, ClientSettings.defaults());
    }

    static String fresh(String kind) {
        byte[] code = new byte[CODE_BYTES];
        RANDOM.nextBytes(code);
        return kind + "-" + HexFormat.of().formatHex(code);
    }

    FarthingServer server() {
        return server;
    }

    OperatorClient operator() {
        return operator;
    }

    public String vendor() {
        return vendor;
    }

    public VendorKeys keys() {
        return keys;
    }

    /** The vendor's own side of the wire, at the town's server. */
    VendorDesk desk() throws InterruptedException {
        return new VendorDesk(server.http(), vendor, keys);
    }

    void putVendor(String code) throws InterruptedException {
        operator.put(
                        "vendors/" + code,
                        OperatorClient.object().put("name", "Vendor of a test").put("currency", "USD"))
                .expect(200);
    }

    String enrolmentCode(String code) throws InterruptedException {
        return operator.post("vendors/" + code + "/enrolment-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
    }

    /** A customer with that much money who has consented. */
    Shopper shopper(long funds) throws InterruptedException {
        String code = customer(funds);
        String identifier = operator.put("customers/" + code + "/consents/" + vendor)
                .expect(200)
                .json()
                .required("identifier")
                .asText();
        return new Shopper(code, identifier);
    }

    /** A customer with that much money whom the vendor knows, but who has not consented. */
    Shopper stranger(long funds) throws InterruptedException {
        String code = customer(funds);
        String identifier = operator.post("customers/" + code + "/identifiers/" + vendor)
                .expect(200)
                .json()
                .required("identifier")
                .asText();
        return new Shopper(code, identifier);
    }

    /** A customer with that much money whom no vendor knows. */
    String customer(long funds) throws InterruptedException {
        String code = fresh("customer");
        operator.put(
                        "customers/" + code,
                        OperatorClient.object()
                                .put("name", "Customer of a test")
                                .put("currency", "USD"))
                .expect(200);
        if (funds > 0) {
            operator.topUp(code, funds, fresh("top-up")).expect(201);
        }
        return code;
    }

    /** An item on sale at that price. */
    String item(long price) throws InterruptedException {
        return putItem(fresh("item"), price, true);
    }

    public String putItem(String code, long price, boolean onSale) throws InterruptedException {
        operator.put("vendors/" + vendor + "/items/" + code, itemJson(price, onSale))
                .expect(200);
        return code;
    }

    /** An item of one price in dollars, for one use. */
    static ObjectNode itemJson(long price, boolean onSale) {
        ObjectNode item = OperatorClient.object();
        item.put("title", "Item of a test").put("currency", "USD").put("onSale", onSale);
        item.putArray("prices").add(OperatorClient.usd(price));
        item.putObject("rights").put("model", "ONCE").put("text", "once");
        return item;
    }

    void status(Shopper shopper, String status) throws InterruptedException {
        operator.post(
                        "customers/" + shopper.code() + "/status",
                        OperatorClient.object().put("status", status).put("reason", "a test"))
                .expect(200);
    }

    /** What the customer has, in millionths of a dollar. */
    long balance(Shopper shopper) throws InterruptedException {
        return balance("customer:" + shopper.code(), "CUSTOMER");
    }

    /** What the vendor has and may still lose by a reversal. */
    long conditional() throws InterruptedException {
        return balance("vendor:" + vendor, "VENDOR_CONDITIONAL");
    }

    /** What has turned firm for the vendor and waits for its payout. */
    long payable() throws InterruptedException {
        return balance("vendor:" + vendor, "VENDOR_PAYABLE");
    }

    private long balance(String owner, String role) throws InterruptedException {
        return operator.get("accounts/" + account(owner, role) + "/balance")
                .expect(200)
                .json()
                .at("/amount/value")
                .asLong();
    }

    long account(String owner, String role) throws InterruptedException {
        return operator.get("accounts?owner=" + owner + "&role=" + role)
                .expect(200)
                .json()
                .at("/accounts/0/id")
                .asLong();
    }
}
