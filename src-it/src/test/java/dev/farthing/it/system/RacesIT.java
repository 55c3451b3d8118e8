package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever takes a permission away is strictly before or after each payment: who was told "from now on no" sees no later
 * payment, and who was told "paid" has been paid. Method: payment and the deed against it cross many times, either of them
 * ahead by chance; which came first is read from the events, which each writes under the lock that both need. (An inquiry
 * against a late arrival crosses in {@link InquiryIT}, a reversal against firming in {@link FirmingRaceIT}.)
 */
@ExtendWith(SharedServer.class)
class RacesIT {
    private static final int RACES = Trial.repetitions(50, 500);
    private static final long PRICE = 10_000;

    private final FarthingServer server;
    private final Town town;
    private final VendorDesk desk;
    private final String item;

    RacesIT(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.ED25519);
        this.desk = town.desk();
        this.item = town.item(PRICE);
    }

    @AfterEach
    void booksAreBalancedAndNobodyDeadlocked() throws Exception {
        Books.assertBalanced(server);
        assertThat(server.databaseLog()).doesNotContain("deadlock detected");
    }

    @Test
    void consentWithdrawnAgainstAPaymentIsBeforeOrAfterIt() throws Exception {
        Random random = Trial.random("consent");
        Shopper shopper = town.shopper(RACES * PRICE);
        String consent = "customers/" + shopper.code() + "/consents/" + town.vendor();
        int paid = 0;
        for (int race = 0; race < RACES; race++) {
            town.operator().put(consent).expect(200);

            Crossing.Both<Answer, Reply> both =
                    Crossing.of(random, () -> desk.pay(Order.of(shopper, item)), () -> town.operator()
                            .delete(consent));

            both.right().expect(204);
            paid += paidOr("NO_CONSENT", both.left()) ? 1 : 0;
            assertThat(codeOf(desk.pay(Order.of(shopper, item)))).isEqualTo("NO_CONSENT");
        }
        Trial.say("%d withdrawals against payments: %d paid, %d not", RACES, paid, RACES - paid);
        assertThat(town.balance(shopper)).isEqualTo((RACES - paid) * PRICE);
        assertNoPaymentBetween("consent.withdrawn", "consent.given");
    }

    @Test
    void aFreezeAgainstAPaymentIsBeforeOrAfterIt() throws Exception {
        Random random = Trial.random("freeze");
        Shopper shopper = town.shopper(RACES * PRICE);
        int paid = 0;
        for (int race = 0; race < RACES; race++) {
            Crossing.Both<Answer, Reply> both =
                    Crossing.of(random, () -> desk.pay(Order.of(shopper, item)), () -> status(shopper, "FROZEN"));

            both.right().expect(200);
            paid += paidOr("ACCOUNT_FROZEN", both.left()) ? 1 : 0;
            assertThat(codeOf(desk.pay(Order.of(shopper, item)))).isEqualTo("ACCOUNT_FROZEN");
            status(shopper, "ACTIVE").expect(200);
        }
        Trial.say("%d freezes against payments: %d paid, %d not", RACES, paid, RACES - paid);
        assertThat(town.balance(shopper)).isEqualTo((RACES - paid) * PRICE);
    }

    @Test
    void aVendorsSuspensionAgainstAPaymentIsBeforeOrAfterIt() throws Exception {
        Random random = Trial.random("suspension");
        Shopper shopper = town.shopper(RACES * PRICE);
        int paid = 0;
        for (int race = 0; race < RACES; race++) {
            Crossing.Both<Answer, Reply> both =
                    Crossing.of(random, () -> desk.pay(Order.of(shopper, item)), () -> vendorStatus("SUSPENDED"));

            both.right().expect(200);
            paid += paidOr("VENDOR_NOT_ACTIVE", both.left()) ? 1 : 0;
            assertThat(codeOf(desk.pay(Order.of(shopper, item)))).isEqualTo("VENDOR_NOT_ACTIVE");
            vendorStatus("ACTIVE").expect(200);
        }
        Trial.say("%d suspensions against payments: %d paid, %d not", RACES, paid, RACES - paid);
        assertThat(town.balance(shopper)).isEqualTo((RACES - paid) * PRICE);
    }

    @Test
    void twoVendorsAtOnceDoNotPassACapThatHoldsOverBoth() throws Exception {
        Random random = Trial.random("cap");
        Town other = new Town(server, KeyFamily.P256);
        VendorDesk otherDesk = other.desk();
        String otherItem = other.item(PRICE);
        String customer = town.customer(8L * RACES * PRICE);
        CustomerDevice device = registered(customer);
        Shopper here = consenting(device, customer, town.vendor());
        Shopper there = consenting(device, customer, other.vendor());
        long allowed = 0;
        for (int race = 0; race < RACES; race++) {
            int room = 1 + random.nextInt(7);
            allowed += room * PRICE;
            capOverAll(device, allowed + random.nextInt((int) PRICE));

            List<Answer> answers = AtOnce.run(
                    8,
                    i -> i % 2 == 0
                            ? () -> desk.pay(Order.of(here, item))
                            : () -> otherDesk.pay(Order.of(there, otherItem)));

            assertThat(answers.stream().filter(answer -> paidOr("CAP_PER_DAY", answer)))
                    .as("race %d, room for %d of 8", race, room)
                    .hasSize(room);
        }
        Trial.say("%d caps reached by two vendors at once: never passed, never short", RACES);
        assertThat(town.balance(here)).isEqualTo(8L * RACES * PRICE - allowed);
    }

    @Test
    void aKeyRevokedAgainstAPaymentIsBeforeOrAfterIt() throws Exception {
        Random random = Trial.random("revocation");
        Shopper shopper = town.shopper(RACES * PRICE);
        List<String> refused = new ArrayList<>();
        VendorKeys keys = town.keys();
        for (int race = 0; race < RACES; race++) {
            VendorDesk own = new VendorDesk(server.http(), town.vendor(), keys);
            String message = own.seal(Order.of(shopper, item));
            String next = own.seal(Order.of(shopper, item));
            VendorKeys current = keys;

            Crossing.Both<Reply, Reply> both = Crossing.of(random, () -> own.post(message), () -> revoke(current));

            both.right().expect(200);
            if (both.left().status() == 200) {
                assertThat(own.open(both.left(), message)).isInstanceOf(Confirmation.class);
            } else {
                assertThat(both.left().expect(400).code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
                refused.add(both.left().text());
            }
            assertThat(own.post(next).expect(400).code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
            keys = enrolAnew(current);
        }
        int paid = RACES - refused.size();
        Trial.say("%d revocations against payments: %d paid, %d not", RACES, paid, RACES - paid);
        assertThat(refused.stream().distinct().count()).isLessThanOrEqualTo(1);
        assertThat(town.balance(shopper)).isEqualTo((RACES - paid) * PRICE);
        assertNoPaymentBetween("key.revoked", "key.activated");
    }

    /**
     * Events of this vendor in the order in which they were written: after one that takes the permission away, no payment
     * until one that gives it again.
     */
    private void assertNoPaymentBetween(String taken, String given) throws Exception {
        List<String> topics = Books.texts(
                server,
                "select o.topic from outbox o join vendor v on v.id = o.vendor_id where v.code = '" + town.vendor()
                        + "' order by o.id");
        assertThat(topics).contains(taken);
        boolean allowed = true;
        for (String topic : topics) {
            assertThat(allowed || !topic.equals("payment.accepted"))
                    .as("a payment after %s", taken)
                    .isTrue();
            allowed = topic.equals(given) || (allowed && !topic.equals(taken));
        }
    }

    private CustomerDevice registered(String customer) throws InterruptedException {
        String code = town.operator()
                .post("customers/" + customer + "/device-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
        CustomerDevice device =
                new CustomerDevice(server.http(), SigningKey.generate(KeyFamily.ED25519, new SecureRandom()));
        device.register(code).expect(201);
        return device;
    }

    /** Consents without caps of its own, and tells by a ticket how the vendor knows the customer. */
    private static Shopper consenting(CustomerDevice device, String customer, String vendor)
            throws InterruptedException {
        device.put("/consents/" + vendor, "{\"caps\":[]}").expect(200);
        String ticket = device.post("/tickets", "{\"vendor\":\"" + vendor + "\"}")
                .expect(201)
                .json()
                .required("ticket")
                .asText();
        return new Shopper(
                customer, Messages.unverifiedClaims(ticket).required("sub").asText());
    }

    private static void capOverAll(CustomerDevice device, long amount) throws InterruptedException {
        ObjectNode caps = OperatorClient.object();
        caps.putArray("caps").addObject().put("kind", "PER_DAY").set("amount", OperatorClient.usd(amount));
        device.put("/caps", caps.toString()).expect(200);
    }

    private Reply status(Shopper shopper, String status) throws InterruptedException {
        return town.operator()
                .post(
                        "customers/" + shopper.code() + "/status",
                        OperatorClient.object().put("status", status).put("reason", "a test's"));
    }

    private Reply vendorStatus(String status) throws InterruptedException {
        return town.operator()
                .post(
                        "vendors/" + town.vendor() + "/status",
                        OperatorClient.object().put("status", status).put("reason", "a test's"));
    }

    private Reply revoke(VendorKeys keys) throws InterruptedException {
        return town.operator()
                .post(
                        "vendors/" + town.vendor() + "/keys/" + keys.signing().kid() + "/revocation",
                        OperatorClient.object().put("reason", "a test's"));
    }

    /** The encryption key goes too, since a code is for vendors without active keys. */
    private VendorKeys enrolAnew(VendorKeys old) throws Exception {
        town.operator()
                .post(
                        "vendors/" + town.vendor() + "/keys/" + old.decryption().kid() + "/revocation",
                        OperatorClient.object().put("reason", "a test's"))
                .expect(200);
        VendorKeys keys = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
        FarthingClient.enrol(
                new Server(server.http(), Town.AUDIENCE),
                town.enrolmentCode(town.vendor()),
                keys,
                ClientSettings.defaults());
        return keys;
    }

    private static boolean paidOr(String code, Answer answer) {
        if (answer instanceof Confirmation) {
            return true;
        }
        assertThat(codeOf(answer)).isEqualTo(code);
        return false;
    }

    private static String codeOf(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        return ((Refusal) answer).code();
    }
}
