package dev.farthing.it.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A reversal or refund that is wrong in several respects at once. Its payment is made by {@link #prepare}, before the day
 * is closed if it is to be firm, and right before it is asked about if not.
 */
final class ReturnSituation implements Situation {
    private static final long PRICE = 1_000;
    private static final int QUANTITY = 5;
    private static final long FUNDS = QUANTITY * PRICE;

    private final Set<String> faults;
    private final boolean firm;
    private final Town town;
    private final Town elsewhere;
    private final OperatorClient operator;
    private boolean refund;
    private String id = Town.fresh("return");
    private String payment = "";
    private String customer = "";

    /** @param town whose days are firm as soon as they are closed */
    ReturnSituation(boolean refund, Town town, Town elsewhere, Collection<String> faults) {
        this.refund = refund;
        this.town = town;
        this.elsewhere = elsewhere;
        this.faults = new TreeSet<>(faults);
        this.firm = refund ? !faults.contains("PAYMENT_NOT_FIRM") : faults.contains("PAYMENT_FIRM");
        this.operator = town.operator();
    }

    @Override
    public String customer() {
        return customer;
    }

    @Override
    public String vendor() {
        return town.vendor();
    }

    boolean isFirm() {
        return firm;
    }

    /** Pays; gives all back if nothing is to be left, and then pays again, so that nothing is with the customer either. */
    void prepare() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        customer = shopper.code();
        String item = town.item(PRICE);
        payment = pay(Order.of(shopper, item).times(QUANTITY));
        if (has("NOTHING_LEFT")) {
            send(town, Town.fresh("return"), false, claims("All of it"));
            pay(Order.of(shopper, item).times(QUANTITY));
        }
    }

    private String pay(Order order) throws InterruptedException {
        Answer answer = town.desk().pay(order);
        if (!(answer instanceof Confirmation)) {
            throw new AssertionError("Not paid: " + answer);
        }
        return order.id();
    }

    @Override
    public void arrange() throws Exception {
        if (!firm) {
            prepare();
        }
        if (has("ACCOUNT_CLOSED")) {
            setStatus("CLOSING").expect(200);
            setStatus("CLOSED").expect(200);
        }
        if (has("PAYABLE_TOO_LOW") && firm) {
            Payable.lower(town, FUNDS);
        }
        if (has("FENCED")) {
            asker().desk().inquire(id);
        }
        if (has("CONFLICT")) {
            send(asker(), id, refund, claims("Another reason").put("quantity", 1));
        }
    }

    @Override
    public Answer ask() throws Exception {
        ObjectNode claims = claims(has("INVALID_SUBMISSION") ? "" : "A test");
        if (has("QUANTITY_EXCEEDED")) {
            claims.put("quantity", QUANTITY + 1);
        }
        return send(asker(), id, refund, claims);
    }

    @Override
    public Answer inquire() throws Exception {
        return asker().desk().inquire(id);
    }

    @Override
    public void cure(String code) throws Exception {
        faults.remove(code);
        switch (code) {
            case "PAYMENT_FIRM" -> refund = true;
            case "PAYMENT_NOT_FIRM" -> refund = false;
            case "PAYABLE_TOO_LOW" -> Payable.raise(town, FUNDS);
            default -> {
                // The next message has it right.
            }
        }
        boolean idIsOfUse = code.equals("INVALID_SUBMISSION") && (has("FENCED") || has("CONFLICT"));
        if (!idIsOfUse) {
            id = Town.fresh("return");
        }
    }

    /** Puts back whatever the server does not know of. */
    void tidyUp() throws Exception {
        if (has("PAYABLE_TOO_LOW") && firm) {
            Payable.raise(town, FUNDS);
        }
    }

    Reply setStatus(String status) throws InterruptedException {
        return operator.send(operator.request("customers/" + customer + "/status")
                .POST(BodyPublishers.ofString(OperatorClient.object()
                        .put("status", status)
                        .put("reason", "A test")
                        .toString())));
    }

    private boolean has(String fault) {
        return faults.contains(fault);
    }

    private Town asker() {
        return has("UNKNOWN_PAYMENT") ? elsewhere : town;
    }

    private ObjectNode claims(String reason) {
        return OperatorClient.object().put("submission", payment).put("reason", reason);
    }

    private static Answer send(Town asker, String id, boolean refund, ObjectNode claims) throws Exception {
        VendorDesk desk = asker.desk();
        long now = desk.now().getEpochSecond();
        claims.put("iss", asker.vendor())
                .put("aud", Town.AUDIENCE)
                .put("iat", now)
                .put("exp", now + 120)
                .put("jti", id)
                .put("op", refund ? "refund" : "reverse");
        String message = desk.seal(claims.toString().getBytes(StandardCharsets.UTF_8));
        return desk.open(desk.post(message).expect(200), message);
    }
}
