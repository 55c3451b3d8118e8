package dev.farthing.it.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.message.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A purchase that is wrong in several respects at once, each by itself enough to refuse it. What a customer or an item
 * cannot have of this vendor (a price of an unknown item), it has of another one, where this vendor's requests must not look.
 */
final class PurchaseSituation implements Situation {
    private static final long PRICE = 1_000;
    private static final long FUNDS = 100 * PRICE;
    private static final String IBAN = "DE89370400440532013000";

    /** Caps by the code that refuses for them. */
    private static final Map<String, String> CAPS = Map.of(
            "CAP_PER_PURCHASE", "PER_PURCHASE",
            "CAP_PER_DAY", "PER_DAY",
            "CAP_PER_VENDOR", "PER_VENDOR",
            "CAP_PER_RIGHTS", "PER_RIGHTS");

    private final Set<String> faults;
    private final Town town;
    private final Town elsewhere;
    private final OperatorClient operator;
    private final String customer = Town.fresh("customer");
    private final String item = Town.fresh("item");
    private final DeviceOfCustomer device;
    private String id = Town.fresh("order");
    private String identifier = "";
    private String identifierElsewhere = "";
    private boolean wasOnTab;
    private List<String> vendorStatuses = List.of("SUSPENDED");
    private String saleFrom = "";
    private String saleUntil = "";

    PurchaseSituation(Town town, Town elsewhere, Collection<String> faults) {
        this.town = town;
        this.elsewhere = elsewhere;
        this.faults = new TreeSet<>(faults);
        this.operator = town.operator();
        this.device = new DeviceOfCustomer(town.server(), customer);
    }

    /** The vendor is not active because it went through these. */
    PurchaseSituation whenVendorTurns(String... statuses) {
        vendorStatuses = List.of(statuses);
        return this;
    }

    /** The item is on sale, but not now; either may be empty. */
    PurchaseSituation whenSold(String from, String until) {
        saleFrom = from;
        saleUntil = until;
        return this;
    }

    @Override
    public String customer() {
        return customer;
    }

    @Override
    public String vendor() {
        return town.vendor();
    }

    @Override
    public void arrange() throws Exception {
        takeOn(has("ACCOUNT_NOT_OPEN") ? "EUR" : "USD");
        fund();
        identifier = identifierAt(town);
        identifierElsewhere = identifierAt(elsewhere);
        publish(elsewhere);
        if (!has("UNKNOWN_ITEM")) {
            publish(town);
        }
        consent();
        if (has("ACCOUNT_FROZEN")) {
            setStatus("customers/" + customer, "FROZEN");
        }
        if (has("VENDOR_NOT_ACTIVE")) {
            for (String status : vendorStatuses) {
                setStatus("vendors/" + town.vendor(), status);
            }
        }
        useUpTheId();
    }

    @Override
    public Answer ask() throws Exception {
        return send(1);
    }

    @Override
    public Answer inquire() throws Exception {
        return town.desk().inquire(id);
    }

    @Override
    public void cure(String code) throws Exception {
        faults.remove(code);
        switch (code) {
            case "VENDOR_NOT_ACTIVE" -> setStatus("vendors/" + town.vendor(), "ACTIVE");
            case "NO_CONSENT", "CAP_PER_PURCHASE", "CAP_PER_DAY", "CAP_PER_VENDOR", "CAP_PER_RIGHTS" -> consent();
            case "UNKNOWN_ITEM", "ITEM_NOT_ON_SALE", "NO_PRICE" -> publish(town);
            case "ACCOUNT_NOT_OPEN" -> {
                takeOn("USD");
                fund();
            }
            case "ACCOUNT_FROZEN" -> setStatus("customers/" + customer, "ACTIVE");
            case "INSUFFICIENT_FUNDS" -> fund();
            case "CREDIT_LIMIT_REACHED" -> takeOn("USD");
            default -> {
                // The next message has it right.
            }
        }
        boolean idIsOfUse = code.equals("INVALID_SUBMISSION") && (has("FENCED") || has("CONFLICT"));
        if (!idIsOfUse) {
            id = Town.fresh("order");
        }
    }

    private boolean has(String fault) {
        return faults.contains(fault);
    }

    private boolean isOnTab() {
        return has("CREDIT_LIMIT_REACHED") || wasOnTab;
    }

    private void takeOn(String currency) throws InterruptedException {
        ObjectNode party =
                OperatorClient.object().put("name", "Customer of a test").put("currency", currency);
        if (isOnTab()) {
            wasOnTab = true;
            party.put("kind", "TAB");
            party.set("creditLimit", amount(has("CREDIT_LIMIT_REACHED") ? PRICE - 1 : FUNDS, currency));
            party.putObject("mandate")
                    .put("reference", "MANDATE-1")
                    .put("iban", IBAN)
                    .put("signedOn", "2026-01-02");
        }
        operator.put("customers/" + customer, party).expect(200);
    }

    private void fund() throws InterruptedException {
        if (!has("ACCOUNT_NOT_OPEN") && !isOnTab()) {
            operator.topUp(customer, has("INSUFFICIENT_FUNDS") ? PRICE - 1 : FUNDS, Town.fresh("top-up"))
                    .expect(201);
        }
    }

    private String identifierAt(Town vendor) throws InterruptedException {
        return operator.put("customers/" + customer + "/consents/" + vendor.vendor())
                .expect(200)
                .json()
                .required("identifier")
                .asText();
    }

    private void publish(Town vendor) throws InterruptedException {
        ObjectNode described = OperatorClient.object()
                .put("title", "Item of a test")
                .put("currency", "USD")
                .put("onSale", !has("ITEM_NOT_ON_SALE") || !(saleFrom + saleUntil).isEmpty());
        if (has("ITEM_NOT_ON_SALE") && !saleFrom.isEmpty()) {
            described.put("saleFrom", saleFrom);
        }
        if (has("ITEM_NOT_ON_SALE") && !saleUntil.isEmpty()) {
            described.put("saleUntil", saleUntil);
        }
        described.putObject("rights").put("model", "ONCE").put("text", "once");
        ObjectNode price = OperatorClient.usd(PRICE);
        if (has("NO_PRICE")) {
            price.put("from", "2199-01-01T00:00:00Z");
        }
        described.putArray("prices").add(price);
        operator.put("vendors/" + vendor.vendor() + "/items/" + item, described).expect(200);
    }

    /** Consent as the customer's own device gives it, with the caps that the situation has; or withdrawn. */
    private void consent() throws Exception {
        if (faults.stream().anyMatch(CAPS::containsKey) || device.isRegistered()) {
            ArrayNode caps = OperatorClient.JSON.createArrayNode();
            faults.stream().filter(CAPS::containsKey).forEach(fault -> caps.add(cap(fault)));
            device.put(
                    "/customer/consents/" + town.vendor(),
                    OperatorClient.object().set("caps", caps));
        } else {
            identifierAt(town);
        }
        if (has("NO_CONSENT")) {
            operator.delete("customers/" + customer + "/consents/" + town.vendor())
                    .expect(204);
        }
    }

    private static ObjectNode cap(String fault) {
        ObjectNode cap = OperatorClient.object().put("kind", CAPS.get(fault));
        if (fault.equals("CAP_PER_RIGHTS")) {
            cap.put("rightsModel", "ONCE");
        }
        return cap.set("amount", OperatorClient.usd(PRICE - 1));
    }

    private void setStatus(String party, String status) throws InterruptedException {
        operator.send(operator.request(party + "/status")
                        .POST(BodyPublishers.ofString(OperatorClient.object()
                                .put("status", status)
                                .put("reason", "A test")
                                .toString())))
                .expect(200);
    }

    private void useUpTheId() throws Exception {
        if (has("FENCED")) {
            town.desk().inquire(id);
        }
        if (has("CONFLICT")) {
            boolean invalid = faults.remove("INVALID_SUBMISSION");
            send(2);
            if (invalid) {
                faults.add("INVALID_SUBMISSION");
            }
        }
    }

    private Answer send(int quantity) throws Exception {
        VendorDesk desk = town.desk();
        long now = desk.now().getEpochSecond();
        ObjectNode claims = OperatorClient.object()
                .put("iss", town.vendor())
                .put("aud", Town.AUDIENCE)
                .put("iat", now)
                .put("exp", now + 120)
                .put("jti", id)
                .put("customer", has("UNKNOWN_CUSTOMER") ? identifierElsewhere : identifier)
                .put("item", item)
                .put("quantity", has("INVALID_SUBMISSION") ? 0 : quantity);
        if (has("PRICE_CHANGED")) {
            claims.put("price", Long.toString(PRICE - 1)).put("currency", "USD");
        }
        String message = desk.seal(claims.toString().getBytes(StandardCharsets.UTF_8));
        return desk.open(desk.post(message).expect(200), message);
    }

    private static ObjectNode amount(long value, String currency) {
        return OperatorClient.usd(value).put("currency", currency);
    }
}
