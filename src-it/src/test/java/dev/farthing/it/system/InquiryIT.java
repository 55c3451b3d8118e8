package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asking settles: whoever asks about a submission learns what became of it, and one that was never seen cannot arrive
 * afterwards. Method: inquiries before, after and at the same moment as the submission that they are about.
 */
@ExtendWith(SharedServer.class)
class InquiryIT {
    private static final int RACES = Trial.repetitions(50, 500);
    private static final long PRICE = 10_000;
    private static final long FUNDS = 100 * PRICE;

    private final FarthingServer server;
    private final Town town;
    private final VendorDesk desk;

    InquiryIT(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.ED25519);
        this.desk = town.desk();
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void anAcceptedSubmissionIsConfirmedAgain() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        Confirmation paid = (Confirmation) desk.pay(order);

        Answer answer = desk.inquire(order.id());

        assertThat(answer).isInstanceOf(Confirmation.class);
        assertThat(((Confirmation) answer).payment()).isEqualTo(paid.payment());
    }

    @Test
    void aRefusedSubmissionIsRefusedAgainForItsOwnReason() throws Exception {
        Order order = Order.of(town.shopper(PRICE - 1), town.item(PRICE));
        assertThat(codeOf(desk.pay(order))).isEqualTo("INSUFFICIENT_FUNDS");

        assertThat(codeOf(desk.inquire(order.id()))).isEqualTo("INSUFFICIENT_FUNDS");
    }

    @Test
    void aSubmissionThatWasNeverSeenIsClosedAndCannotArriveLate() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        Order order = Order.of(shopper, town.item(PRICE));

        assertThat(codeOf(desk.inquire(order.id()))).isEqualTo("FENCED");
        assertThat(codeOf(desk.inquire(order.id()))).isEqualTo("FENCED");

        assertThat(codeOf(desk.pay(order))).isEqualTo("FENCED");
        assertThat(codeOf(desk.pay(order.times(2)))).as("before a conflict").isEqualTo("FENCED");
        assertThat(town.balance(shopper)).isEqualTo(FUNDS);
    }

    @Test
    void anotherVendorsInquiryTellsAndClosesNothing() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        VendorDesk stranger = new Town(server, KeyFamily.P256).desk();

        assertThat(codeOf(stranger.inquire(order.id()))).isEqualTo("FENCED");

        assertThat(desk.pay(order)).isInstanceOf(Confirmation.class);
        assertThat(codeOf(stranger.inquire(order.id()))).isEqualTo("FENCED");
    }

    @Test
    void anInquiryAgainstALateArrivalHasOneOutcomeForBoth() throws Exception {
        Shopper shopper = town.shopper(RACES * PRICE);
        String item = town.item(PRICE);
        int paid = 0;
        for (int race = 0; race < RACES; race++) {
            Order order = Order.of(shopper, item);
            List<Answer> answers = AtOnce.run(2, i -> () -> i == 0 ? desk.pay(order) : desk.inquire(order.id()));

            assertThat(decision(answers.get(0))).isEqualTo(decision(answers.get(1)));
            assertThat(decision(desk.inquire(order.id()))).isEqualTo(decision(answers.get(0)));
            paid += answers.get(0) instanceof Confirmation ? 1 : 0;
        }
        Trial.say("%d inquiries against late arrivals: %d paid, %d fenced", RACES, paid, RACES - paid);
        assertThat(town.balance(shopper)).isEqualTo((RACES - paid) * PRICE);
    }

    @Test
    void anOperationThatIsNotKnownIsRefusedByASealedAnswer() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        long now = desk.now().getEpochSecond();
        String message =
                desk.seal("{\"iss\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d,\"jti\":\"%s\",\"op\":\"give\"}"
                        .formatted(town.vendor(), Town.AUDIENCE, now, now + 60, order.id())
                        .getBytes(StandardCharsets.US_ASCII));

        Answer answer = desk.open(desk.post(message).expect(200), message);

        assertThat(codeOf(answer)).isEqualTo("INVALID_SUBMISSION");
        assertThat(desk.pay(order)).isInstanceOf(Confirmation.class);
    }

    @Test
    void theKitsOwnClientInquires() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        Confirmation paid = (Confirmation) desk.pay(order);
        FarthingClient client = new FarthingClient(
                new Server(server.http(), Town.AUDIENCE), town.vendor(), town.keys(), ClientSettings.defaults());

        assertThat(((Confirmation) client.inquire(order.id())).payment()).isEqualTo(paid.payment());
        assertThat(codeOf(client.inquire(client.newSubmissionId()))).isEqualTo("FENCED");
    }

    private static String codeOf(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        return ((Refusal) answer).code();
    }

    private static Object decision(Answer answer) {
        return answer instanceof Confirmation confirmation ? confirmation.payment() : codeOf(answer);
    }
}
