package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.StatusList;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is paid can be given back, by the vendor or by an operator, and whoever fetches the status list sees it. Method: from
 * outside, over HTTP, verifying with the published keys alone.
 */
@ExtendWith(SharedServer.class)
class ReturnIT {
    private static final long PRICE = 10_000;
    private static final long FUNDS = 100 * PRICE;
    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 100;

    private final FarthingServer server;
    private final Town town;
    private final VendorDesk desk;

    ReturnIT(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.P256);
        this.desk = town.desk();
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void aReversedPartGoesBackAndItsEntitlementIsRevokedForAllToSee() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        Order order = Order.of(shopper, town.item(PRICE)).times(5);
        Entitlement whole = desk.entitlement(((Confirmation) desk.pay(order)).entitlement());
        assertThat(whole.quantity()).isEqualTo(5);
        assertThat(whole.customer()).isEqualTo(shopper.identifier());

        Returned returned = (Returned) give(order, 2);

        assertThat(returned.booking().amount().value()).isEqualTo(2 * PRICE);
        Entitlement rest = desk.entitlement(returned.entitlement());
        assertThat(rest.quantity()).isEqualTo(3);
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - 3 * PRICE);
        assertThat(town.conditional()).isEqualTo(3 * PRICE);
        awaitRevoked(whole);
        assertThat(list(rest).isValid(rest.status().index())).isTrue();
        assertThat(((Refusal) give(order, 4)).code()).isEqualTo("QUANTITY_EXCEEDED");
    }

    @Test
    void anOperatorReversesOnceForEachKey() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        Order order = Order.of(shopper, town.item(PRICE)).times(3);
        desk.pay(order);
        String key = Town.fresh("key");

        JsonNode first =
                reverse(order.id(), key, 2, "charged twice").expect(201).json();
        JsonNode again =
                reverse(order.id(), key, 2, "charged twice").expect(201).json();

        assertThat(again).isEqualTo(first);
        assertThat(first.required("remaining").asInt()).isEqualTo(1);
        assertThat(first.at("/amount/value").asText()).isEqualTo(Long.toString(2 * PRICE));
        assertThat(codeOf(reverse(order.id(), key, 1, "charged twice").expect(409)))
                .isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(codeOf(reverse(order.id(), Town.fresh("key"), 2, "again").expect(422)))
                .isEqualTo("QUANTITY_EXCEEDED");
        assertThat(codeOf(
                        reverse("no-such-payment", Town.fresh("key"), 1, "none").expect(404)))
                .isEqualTo("UNKNOWN_PAYMENT");
        assertThat(codeOf(reverse(order.id(), Town.fresh("key"), 0, "none").expect(422)))
                .isEqualTo("NOT_POSSIBLE");
        assertThat(codeOf(reverse(order.id(), null, 1, "none").expect(400))).isEqualTo("IDEMPOTENCY_KEY_MISSING");
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - PRICE);
    }

    @Test
    void aListThatNoEntitlementNamesIsNotThere() throws Exception {
        assertThat(Http.get(server.http(), "/api/v1/status-lists/999999").status())
                .isEqualTo(404);
        assertThat(Http.get(server.http(), "/api/v1/status-lists/x").status()).isEqualTo(404);
    }

    private Answer give(Order order, int quantity) throws InterruptedException {
        String message = desk.seal(
                new Return(desk.header(Town.fresh("back")), Return.Kind.REVERSAL, order.id(), quantity, "torn page")
                        .toJson());
        return desk.open(desk.post(message).expect(200), message);
    }

    private Reply reverse(String submission, @Nullable String key, int quantity, String reason)
            throws InterruptedException {
        ObjectNode body = OperatorClient.object().put("reason", reason).put("quantity", quantity);
        var request = town.operator()
                .request("vendors/" + town.vendor() + "/payments/" + submission + "/reversal")
                .POST(BodyPublishers.ofString(body.toString()));
        return town.operator().send(key == null ? request : request.header("Idempotency-Key", key));
    }

    private static String codeOf(Reply reply) {
        return reply.json().required("code").asText();
    }

    private void awaitRevoked(Entitlement entitlement) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (!list(entitlement).isValid(entitlement.status().index())) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new AssertionError("The revocation did not show in " + TRIES + " tries");
    }

    private StatusList list(Entitlement entitlement) throws Exception {
        URI uri = URI.create(entitlement.status().list());
        Reply reply = Http.get(server.http(), uri.getPath()).expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo(StatusList.MEDIA_TYPE);
        return desk.statusList(reply.text(), uri.toString());
    }
}
