package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.proof.RequestProof;
import dev.farthing.kit.token.Ticket;
import dev.farthing.kit.token.TokenRefused;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The customer's side: who may speak for a customer, what the customer allows, and what the customer is shown. Method: a
 * device with a key of its own that signs every request, over HTTP; what it is shown is added up and compared with the books.
 */
@ExtendWith(SharedServer.class)
class CustomerIT {
    /** More than a customer may ask within some seconds, by the limits as they are set without a word. */
    private static final int MANY_AT_ONCE = 200;

    private static final long FUNDS = 1_000_000;
    private static final long PRICE = 1_000;
    private static final int TOO_LARGE_CHARS = 200 * 1024;
    private static final int NOTICE_LIMIT_MILLIS = 60_000;
    private static final int POLL_MILLIS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Clock CLOCK = Clock.systemUTC();

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Town town;

    CustomerIT(FarthingServer server) throws Exception {
        this.server = server;
        this.operator = new OperatorClient(server);
        this.town = new Town(server, KeyFamily.ED25519);
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void aDeviceIsRegisteredOnceByItsCodeAndSpeaksForItsCustomer(KeyFamily family) throws Exception {
        String customer = town.shopper(FUNDS).code();
        CustomerDevice device = newDevice(family);
        String code = code(customer);

        JsonNode registered = device.register(code).expect(201).json();

        assertThat(registered.required("customer").asText()).isEqualTo(customer);
        assertThat(registered.required("kid").asText()).isEqualTo(device.kid());
        assertThat(registered.required("audience").asText()).isEqualTo(Town.AUDIENCE);
        assertThat(device.register(code).expect(201).json()).as("sent again").isEqualTo(registered);
        JsonNode listed = device.get("/devices").expect(200).json().required("devices");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).required("kid").asText()).isEqualTo(device.kid());
        assertThat(listed.get(0).required("state").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void theCustomerSeesWhatIsOnTheAccounts() throws Exception {
        Shopper shopper = town.shopper(FUNDS);

        JsonNode profile = device(shopper).get("").expect(200).json();

        assertThat(profile.required("customer").asText()).isEqualTo(shopper.code());
        assertThat(profile.required("name").asText()).isEqualTo("Customer of a test");
        assertThat(profile.required("kind").asText()).isEqualTo("PREPAID");
        assertThat(profile.required("status").asText()).isEqualTo("ACTIVE");
        assertThat(profile.required("accounts")).hasSize(1);
        assertThat(profile.at("/accounts/0/balance/value").asLong()).isEqualTo(FUNDS);
        assertThat(profile.at("/accounts/0/available/value").asLong()).isEqualTo(FUNDS);
        assertThat(profile.at("/accounts/0/status").asText()).isEqualTo("OPEN");
    }

    @Test
    void aCodeRegistersNoSecondKeyAndNoKeyTwice() throws Exception {
        String customer = town.shopper(0).code();
        String code = code(customer);
        CustomerDevice device = newDevice(KeyFamily.ED25519);
        device.register(code).expect(201);

        assertRefused(newDevice(KeyFamily.ED25519).register(code));
        assertRefused(device.register(code(town.shopper(0).code())));
        assertRefused(device.register(code(customer)));
        assertRefused(newDevice(KeyFamily.P256).register("no-such-code"));
        assertRefused(CustomerDevice.sendRegistration(server.http(), "no.registration.atall"));
    }

    @Test
    void anExpiredCodeRegistersNothing() throws Exception {
        String customer = town.shopper(0).code();
        String code = code(customer);
        execute("update device_code set expires_at = now() - interval '1 second' where used_at is null"
                + " and customer_id = (select id from customer where code = '" + customer + "')");

        assertRefused(newDevice(KeyFamily.ED25519).register(code));
    }

    @Test
    void aCodeRegistersOneOfManyDevicesThatComeAtOnce() throws Exception {
        String code = code(town.shopper(0).code());

        List<Integer> answers = AtOnce.run(
                8, i -> () -> newDevice(KeyFamily.ED25519).register(code).status());

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers.stream().filter(status -> status == 403)).hasSize(7);
    }

    @Test
    void aVendorsCodeAndACustomersCodeAreNotTheSame() throws Exception {
        assertRefused(newDevice(KeyFamily.ED25519).register(town.enrolmentCode(town.vendor())));
    }

    @Test
    void aProofIsGoodForOneRequestOnly() throws Exception {
        CustomerDevice device = device(town.shopper(FUNDS));
        String proof = device.proof("GET", "/devices", null, CLOCK.instant());

        Http.send(device.request("GET", "/devices", null, proof).build()).expect(200);

        assertProblem(Http.send(device.request("GET", "/devices", null, proof).build()), 401, "PROOF_REFUSED");
        String other = device.proof("GET", "/devices", null, CLOCK.instant());
        assertProblem(Http.send(device.request("GET", "/consents", null, other).build()), 401, "PROOF_REFUSED");
        assertProblem(
                Http.send(device.request("GET", "/devices?x=1", null, other).build()), 401, "PROOF_REFUSED");
        String body = device.proof("PUT", "/caps", caps(), CLOCK.instant());
        assertProblem(
                Http.send(device.request("PUT", "/caps", caps(cap("PER_DAY", 1)), body)
                        .build()),
                401,
                "PROOF_REFUSED");
        String old = device.proof("GET", "/devices", null, CLOCK.instant().minusSeconds(61));
        assertProblem(Http.send(device.request("GET", "/devices", null, old).build()), 401, "PROOF_REFUSED");
    }

    @Test
    void whoIsNoRegisteredDeviceIsToldNothing() throws Exception {
        CustomerDevice stranger = newDevice(KeyFamily.ED25519);
        for (String path : List.of("/devices", "/consents", "/caps", "/statement", "/entitlements", "/notices")) {
            assertProblem(stranger.get(path), 401, "PROOF_REFUSED");
            assertProblem(Http.get(server.http(), CustomerDevice.ROOT + path), 401, "PROOF_REFUSED");
        }
        assertProblem(stranger.put("/caps", caps()), 401, "PROOF_REFUSED");
        assertProblem(stranger.post("/tickets", ticketFor(town.vendor(), null)), 401, "PROOF_REFUSED");
        assertProblem(stranger.put("/consents/" + town.vendor(), caps()), 401, "PROOF_REFUSED");
        assertProblem(stranger.delete("/consents/" + town.vendor()), 401, "PROOF_REFUSED");
        assertProblem(stranger.post("/devices/" + stranger.kid() + "/revocation", "{}"), 401, "PROOF_REFUSED");
    }

    @Test
    void aVendorsKeyOpensNoCustomersDoorAndACustomersNoVendors() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        CustomerDevice vendor = new CustomerDevice(server.http(), town.keys().signing());
        String balances = "/api/v1/vendor/balances";

        assertProblem(vendor.get("/devices"), 401, "PROOF_REFUSED");
        assertThat(balances(vendor.proofAt(balances, "GET", null, CLOCK.instant()))
                        .status())
                .isEqualTo(200);
        assertProblem(balances(device.proofAt(balances, "GET", null, CLOCK.instant())), 401, "PROOF_REFUSED");
    }

    @Test
    void aRevokedDeviceIsRefusedAtOnceAndItsSiblingGoesOn() throws Exception {
        Shopper shopper = town.shopper(0);
        CustomerDevice lost = device(shopper);
        CustomerDevice kept = device(shopper);
        lost.get("/devices").expect(200);

        JsonNode revoked = kept.post("/devices/" + lost.kid() + "/revocation", "{}")
                .expect(200)
                .json();

        assertThat(revoked.required("state").asText()).isEqualTo("REVOKED");
        assertProblem(lost.get("/devices"), 401, "PROOF_REFUSED");
        assertThat(kept.post("/devices/" + lost.kid() + "/revocation", "{}")
                        .expect(200)
                        .json())
                .as("again")
                .isEqualTo(revoked);
        assertThat(kept.get("/devices").expect(200).json().required("devices")).hasSize(2);
    }

    @Test
    void anOperatorRevokesALostDeviceWithAReason() throws Exception {
        Shopper shopper = town.shopper(0);
        CustomerDevice lost = device(shopper);
        String path = "customers/" + shopper.code() + "/devices/" + lost.kid() + "/revocation";

        assertThat(operator.send(operator.request(path).POST(BodyPublishers.ofString("{\"reason\":\" \"}")))
                        .status())
                .isEqualTo(422);
        operator.send(operator.request(path).POST(BodyPublishers.ofString("{\"reason\":\"lost\"}")))
                .expect(200);

        assertProblem(lost.get("/devices"), 401, "PROOF_REFUSED");
    }

    @Test
    void aDeviceOfSomebodyElseCannotBeRevoked() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        CustomerDevice foreign = device(town.shopper(0));

        assertProblem(device.post("/devices/" + foreign.kid() + "/revocation", "{}"), 404, "NOT_FOUND");
        assertProblem(device.post("/devices/no-such-device/revocation", "{}"), 404, "NOT_FOUND");
        foreign.get("/devices").expect(200);
    }

    @Test
    void aClosedCustomerSignsNothingIn() throws Exception {
        Shopper shopper = town.shopper(0);
        CustomerDevice device = device(shopper);
        String code = code(shopper.code());
        device.get("/devices").expect(200);

        execute("update customer set status = 'CLOSED' where code = '" + shopper.code() + "'");

        assertEventuallyRefused(device);
        assertRefused(newDevice(KeyFamily.ED25519).register(code));
        assertThat(operator.post("customers/" + shopper.code() + "/device-codes")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void consentIsGivenWithCapsAndWithdrawn() throws Exception {
        Shopper shopper = town.stranger(FUNDS);
        CustomerDevice device = device(shopper);
        String item = town.item(PRICE);
        VendorDesk desk = town.desk();
        assertThat(codeOf(desk.pay(Order.of(shopper, item)))).isEqualTo("NO_CONSENT");

        JsonNode given = device.put(
                        "/consents/" + town.vendor(), caps(cap("PER_PURCHASE", 5_000), cap("PER_DAY", 50_000)))
                .expect(200)
                .json();

        assertThat(given.required("state").asText()).isEqualTo("GIVEN");
        assertThat(given.required("vendor").asText()).isEqualTo(town.vendor());
        assertThat(kinds(given)).containsExactly("PER_DAY 50000", "PER_PURCHASE 5000");
        assertThat(desk.pay(Order.of(shopper, item))).isInstanceOf(Confirmation.class);
        JsonNode listed = device.get("/consents").expect(200).json().required("consents");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).required("vendorName").asText()).isEqualTo("Vendor of a test");

        assertThat(device.delete("/consents/" + town.vendor()).expect(204).body())
                .isEmpty();
        assertThat(codeOf(desk.pay(Order.of(shopper, item)))).isEqualTo("NO_CONSENT");
        device.delete("/consents/" + town.vendor()).expect(204);
        assertThat(device.get("/consents").json().at("/consents/0/state").asText())
                .isEqualTo("WITHDRAWN");
    }

    @Test
    void capsAreReplacedAndWhatWasUsedOfOneThatStaysIsKept() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        String consent = "/consents/" + town.vendor();
        device.put(consent, caps(cap("PER_VENDOR", 9_000), cap("PER_DAY", 8_000)))
                .expect(200);
        execute("update spending_cap set used = 700, used_on = (select day from business_day where state = 'OPEN')"
                + " where vendor_id = (select id from vendor where code = '" + town.vendor() + "')");

        JsonNode kept = device.put(consent, caps(cap("PER_VENDOR", 4_000), cap("PER_PURCHASE", 100)))
                .expect(200)
                .json();

        assertThat(kinds(kept)).containsExactly("PER_PURCHASE 100", "PER_VENDOR 4000");
        assertThat(kept.at("/caps/0/used/value").asText()).isEqualTo("0");
        assertThat(kept.at("/caps/1/used/value").asText()).isEqualTo("700");
        assertThat(kinds(device.put(consent, caps()).expect(200).json())).isEmpty();
    }

    @Test
    void whatWasUsedOnAnotherDayNoLongerCounts() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        device.put("/caps", caps(cap("PER_DAY", 8_000))).expect(200);
        execute("update spending_cap set used = 700, used_on = date '2020-01-01' where vendor_id is null"
                + " and customer_id = (select customer_id from device where kid = '" + device.kid() + "')");

        assertThat(device.get("/caps")
                        .expect(200)
                        .json()
                        .at("/caps/0/used/value")
                        .asText())
                .isEqualTo("0");
    }

    @Test
    void capsOverAllVendorsStandApartFromThoseOfAConsent() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        device.put("/consents/" + town.vendor(), caps(cap("PER_DAY", 1_000))).expect(200);

        JsonNode set = device.put("/caps", caps(cap("PER_DAY", 2_000), rightsCap("PERIOD", 3_000)))
                .expect(200)
                .json();

        assertThat(kinds(set)).containsExactly("PER_DAY 2000", "PER_RIGHTS 3000");
        assertThat(set.at("/caps/1/rightsModel").asText()).isEqualTo("PERIOD");
        assertThat(device.get("/caps").expect(200).json()).isEqualTo(set);
        assertThat(kinds(device.get("/consents").json().at("/consents/0"))).containsExactly("PER_DAY 1000");
    }

    @Test
    void capsOutOfFormAreRefusedAndChangeNothing() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        String consent = "/consents/" + town.vendor();
        JsonNode before =
                device.put(consent, caps(cap("PER_DAY", 1_000))).expect(200).json();

        assertProblem(device.put(consent, caps(cap("PER_DAY", 0))), 422, "NOT_POSSIBLE");
        assertProblem(device.put(consent, caps(cap("PER_DAY", -5))), 422, "NOT_POSSIBLE");
        assertProblem(device.put(consent, caps(cap("PER_DAY", 1), cap("PER_DAY", 2))), 422, "NOT_POSSIBLE");
        assertProblem(device.put(consent, caps(cap("PER_RIGHTS", 1))), 422, "NOT_POSSIBLE");
        assertProblem(device.put(consent, caps(rightsCap("PERIOD", 1).put("kind", "PER_DAY"))), 422, "NOT_POSSIBLE");
        assertProblem(device.put("/caps", caps(cap("PER_VENDOR", 1))), 422, "NOT_POSSIBLE");
        assertProblem(device.put(consent, caps(cap("PER_WEEK", 1))), 400, "MALFORMED_JSON");
        assertProblem(device.put(consent, caps(cap("PER_DAY", 1).put("used", 1))), 400, "MALFORMED_JSON");
        assertProblem(device.put(consent, "{\"caps\":[null]}"), 400, "MALFORMED_JSON");
        assertProblem(device.put(consent, "{}"), 400, "MALFORMED_JSON");
        assertProblem(device.put(consent, "{\"caps\":[],\"more\":1}"), 400, "MALFORMED_JSON");
        ObjectNode scale = cap("PER_DAY", 1);
        ((ObjectNode) scale.required("amount")).put("scale", 2);
        assertProblem(device.put(consent, caps(scale)), 422, "WRONG_SCALE");
        assertProblem(device.put("/consents/no-such-vendor", caps()), 404, "NOT_FOUND");
        assertProblem(device.delete("/consents/no-such-vendor"), 404, "NOT_FOUND");

        assertThat(device.get("/consents").json().at("/consents/0")).isEqualTo(before);
    }

    @Test
    void consentsChangedAtOnceAllHold() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        String consent = "/consents/" + town.vendor();

        List<Integer> answers = AtOnce.run(12, i -> () -> switch (i % 3) {
            case 0 -> device.put(consent, caps(cap("PER_DAY", 1_000 + i))).status();
            case 1 -> device.delete(consent).status();
            default -> device.put("/caps", caps(cap("PER_DAY", 1_000 + i))).status();
        });

        assertThat(answers).allMatch(status -> status == 200 || status == 204);
        assertThat(device.get("/caps").json().required("caps")).hasSize(1);
    }

    @Test
    void aTicketMakesTheCustomerKnownToOneShopAndGivesNoConsent() throws Exception {
        String customer = new Town(server, KeyFamily.ED25519).shopper(FUNDS).code();
        CustomerDevice device = device(customer);
        String nonce = Town.fresh("nonce");

        JsonNode issued = device.post("/tickets", ticketFor(town.vendor(), nonce))
                .expect(201)
                .json();

        String jws = issued.required("ticket").asText();
        Ticket ticket = verify(jws, town.vendor(), nonce);
        assertThat(Instant.parse(issued.required("expiresAt").asText())).isEqualTo(ticket.expiresAt());
        String again = device.post("/tickets", ticketFor(town.vendor(), null))
                .expect(201)
                .json()
                .required("ticket")
                .asText();
        assertThat(verify(again, town.vendor(), null).identifier()).isEqualTo(ticket.identifier());
        assertThat(verify(again, town.vendor(), null).id()).isNotEqualTo(ticket.id());
        assertThatThrownBy(() -> verify(jws, "another-shop", nonce)).isInstanceOf(TokenRefused.class);
        assertThatThrownBy(() -> verify(jws, town.vendor(), "other")).isInstanceOf(TokenRefused.class);
        Shopper shopper = new Shopper(customer, ticket.identifier());
        assertThat(codeOf(town.desk().pay(Order.of(shopper, town.item(PRICE))))).isEqualTo("NO_CONSENT");
        device.put("/consents/" + town.vendor(), caps()).expect(200);
        assertThat(town.desk().pay(Order.of(shopper, town.item(PRICE)))).isInstanceOf(Confirmation.class);
    }

    @Test
    void wrongTicketRequestsAreToldWhatIsWrong() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        assertProblem(device.post("/tickets", ticketFor("no-such-vendor", null)), 404, "NOT_FOUND");
        assertProblem(device.post("/tickets", ticketFor(town.vendor(), "not a nonce")), 422, "NOT_POSSIBLE");
        assertProblem(device.post("/tickets", "{}"), 400, "MALFORMED_JSON");
        assertProblem(device.post("/tickets", "{\"vendor\":\"v\",\"aud\":\"w\"}"), 400, "MALFORMED_JSON");
        String body = ticketFor(town.vendor(), null);
        assertProblem(
                Http.send(device.request("POST", "/tickets", body)
                        .setHeader("Content-Type", "text/plain")
                        .build()),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(device.post("/tickets", " ".repeat(TOO_LARGE_CHARS)), 413, "TOO_LARGE");
        assertProblem(CustomerDevice.sendRegistration(server.http(), "x".repeat(TOO_LARGE_CHARS)), 413, "TOO_LARGE");
    }

    @Test
    void theStatementAddsUpToTheBalanceWhateverThePagesSize() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        CustomerDevice device = device(shopper);
        VendorDesk desk = town.desk();
        String item = town.item(PRICE);
        for (int i = 1; i <= 5; i++) {
            assertThat(desk.pay(Order.of(shopper, item).times(i))).isInstanceOf(Confirmation.class);
            operator.topUp(shopper.code(), 10L * i, Town.fresh("top-up")).expect(201);
        }

        List<JsonNode> lines = device.all("/statement", "lines", 3);

        assertThat(lines).hasSize(11).isEqualTo(device.all("/statement", "lines", 200));
        assertThat(lines.stream().mapToLong(CustomerIT::amount).sum()).isEqualTo(town.balance(shopper));
        assertThat(lines.stream().map(line -> Instant.parse(line.required("at").asText())))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
        JsonNode payment = lines.get(1);
        assertThat(payment.required("kind").asText()).isEqualTo("PAYMENT");
        assertThat(payment.required("vendor").asText()).isEqualTo(town.vendor());
        assertThat(payment.required("item").asText()).isEqualTo(item);
        assertThat(payment.required("quantity").asInt()).isEqualTo(5);
        assertThat(amount(payment)).isEqualTo(-5 * PRICE);
        assertThat(lines.get(0).required("kind").asText()).isEqualTo("TOP_UP");
        assertThat(lines.get(0).has("vendor")).isFalse();
    }

    @Test
    void aTopUpIsAskedForOnceAndCountsWhenItIsBooked() throws Exception {
        Shopper shopper = town.shopper(0);
        CustomerDevice device = device(shopper);
        ObjectNode wanted = OperatorClient.object().put("iban", "DE89370400440532013000");
        wanted.set("amount", OperatorClient.usd(5_000));
        String key = Town.fresh("key");

        JsonNode asked = topUp(device, wanted.toString(), key).expect(201).json();

        assertThat(asked.required("state").asText()).isEqualTo("PENDING");
        assertThat(topUp(device, wanted.toString(), key).expect(201).json()).isEqualTo(asked);
        assertProblem(
                topUp(device, wanted.put("iban", "GB82WEST12345698765432").toString(), key),
                409,
                "IDEMPOTENCY_CONFLICT");
        assertProblem(device.post("/top-ups", wanted.toString()), 400, "IDEMPOTENCY_KEY_MISSING");
        assertProblem(topUp(device, wanted.put("iban", "DE00").toString(), Town.fresh("key")), 422, "NOT_POSSIBLE");
        assertThat(town.balance(shopper)).isZero();
        operator.post("top-up-requests/" + asked.required("id").asText() + "/booking")
                .expect(200);

        JsonNode booked = device.get("/top-ups").expect(200).json().required("topUps");
        assertThat(booked).hasSize(1);
        assertThat(booked.get(0).required("state").asText()).isEqualTo("BOOKED");
        List<JsonNode> lines = device.all("/statement", "lines", 50);
        assertThat(lines).hasSize(1);
        assertThat(amount(lines.get(0))).isEqualTo(5_000).isEqualTo(town.balance(shopper));
        assertThat(awaitNotices(device, 2).get(1).required("kind").asText()).isEqualTo("top-up.booked");
    }

    @Test
    void newBookingsMoveNoPageThatIsReadAfterThem() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        CustomerDevice device = device(shopper);
        VendorDesk desk = town.desk();
        String item = town.item(PRICE);
        for (int i = 1; i <= 6; i++) {
            desk.pay(Order.of(shopper, item).times(i));
        }
        JsonNode first = device.get("/statement?limit=3").expect(200).json();
        List<JsonNode> before = device.all("/statement", "lines", 200);
        for (int i = 1; i <= 4; i++) {
            desk.pay(Order.of(shopper, item));
        }

        JsonNode second = device.get(
                        "/statement?limit=3&cursor=" + first.required("next").asText())
                .expect(200)
                .json();

        List<JsonNode> read = new ArrayList<>();
        first.required("lines").forEach(read::add);
        second.required("lines").forEach(read::add);
        assertThat(read).isEqualTo(before.subList(0, 6));
    }

    @Test
    void nobodyReadsAnothersStatement() throws Exception {
        Shopper rich = town.shopper(FUNDS);
        town.desk().pay(Order.of(rich, town.item(PRICE)));
        CustomerDevice other = device(town.stranger(0));
        String cursor =
                device(rich).get("/statement?limit=1").json().required("next").asText();

        assertThat(other.all("/statement", "lines", 50)).isEmpty();
        assertThat(other.get("/statement?cursor=" + cursor).expect(200).json().required("lines"))
                .isEmpty();
        assertThat(other.all("/entitlements", "entitlements", 50)).isEmpty();
        assertThat(other.get("/notices").expect(200).json().required("notices")).isEmpty();
    }

    @Test
    void wrongCursorsAndLimitsAreToldSo() throws Exception {
        CustomerDevice device = device(town.shopper(0));
        for (String list : List.of("/statement", "/entitlements")) {
            assertProblem(device.get(list + "?cursor=nonsense"), 400, "WRONG_CURSOR");
            assertProblem(device.get(list + "?limit=0"), 400, "WRONG_LIMIT");
            assertProblem(device.get(list + "?limit=201"), 400, "WRONG_LIMIT");
            assertProblem(device.get(list + "?limit=x"), 400, "WRONG_LIMIT");
        }
        assertProblem(device.get("/notices?after=-1"), 400, "WRONG_CURSOR");
        assertProblem(device.get("/notices?limit=201"), 400, "WRONG_LIMIT");
    }

    @Test
    void entitlementsShowWhatWasBought() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        CustomerDevice device = device(shopper);
        String item = town.item(PRICE);
        Confirmation paid =
                (Confirmation) town.desk().pay(Order.of(shopper, item).times(3));
        town.desk().pay(Order.of(shopper, item));

        List<JsonNode> held = device.all("/entitlements", "entitlements", 1);

        assertThat(held).hasSize(2);
        JsonNode first = held.get(1);
        assertThat(first.required("payment").asText()).isEqualTo(paid.payment().id());
        assertThat(first.required("vendor").asText()).isEqualTo(town.vendor());
        assertThat(first.required("vendorName").asText()).isEqualTo("Vendor of a test");
        assertThat(first.required("item").asText()).isEqualTo(item);
        assertThat(first.required("title").asText()).isEqualTo("Item of a test");
        assertThat(first.required("quantity").asInt()).isEqualTo(3);
        assertThat(first.at("/rights/model").asText()).isEqualTo("ONCE");
        assertThat(first.at("/rights/text").asText()).isEqualTo("once");
        assertThat(first.required("valid").asBoolean()).isTrue();
    }

    @Test
    void theCustomerIsToldOfPaymentsAndConsents() throws Exception {
        Shopper shopper = town.stranger(FUNDS);
        CustomerDevice device = device(shopper);
        device.put("/consents/" + town.vendor(), caps()).expect(200);
        Confirmation paid = (Confirmation) town.desk().pay(Order.of(shopper, town.item(PRICE)));
        device.delete("/consents/" + town.vendor()).expect(204);

        List<JsonNode> notices = awaitNotices(device, 4);

        assertThat(notices.stream().map(n -> n.required("kind").asText()))
                .containsExactlyInAnyOrder("top-up.booked", "consent.given", "payment.accepted", "consent.withdrawn");
        assertThat(notices.stream().map(n -> n.required("id").asLong())).isSorted();
        assertThat(notices.stream().map(n -> n.required("data")))
                .allMatch(data -> !data.has("customerId"))
                .allMatch(data ->
                        !data.has("vendor") || data.required("vendor").asText().equals(town.vendor()))
                .anyMatch(data ->
                        data.path("payment").asText().equals(paid.payment().id()));
        long last = notices.get(3).required("id").asLong();
        JsonNode after = device.get("/notices?after=" + last).expect(200).json();
        assertThat(after.required("notices")).isEmpty();
        assertThat(after.required("next").asLong()).isEqualTo(last);
        JsonNode one = device.get("/notices?limit=1").expect(200).json();
        assertThat(one.required("next").asLong())
                .isEqualTo(notices.get(0).required("id").asLong());
    }

    @Test
    void aCustomerThatAsksTooOftenIsToldToWaitAndGoesOnAfterwards() throws Exception {
        CustomerDevice device = device(town.stranger(0));

        List<Reply> replies = AtOnce.run(MANY_AT_ONCE, i -> () -> device.get("/devices"));

        assertThat(replies).extracting(Reply::status).contains(200, 429).containsOnly(200, 429);
        Reply refused = replies.stream()
                .filter(reply -> reply.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        Thread.sleep(1_000); // as the answer asks
        device.get("/devices").expect(200);
    }

    @Test
    void whatCustomersDoIsAudited() throws Exception {
        Shopper shopper = town.stranger(0);
        CustomerDevice device = device(shopper);
        device.put("/consents/" + town.vendor(), caps(cap("PER_DAY", 5))).expect(200);
        device.delete("/consents/" + town.vendor()).expect(204);
        device.post("/devices/" + device.kid() + "/revocation", "{}").expect(200);

        assertThat(Books.texts(
                        server,
                        "select actor || ' ' || action from audit_entry where subject = 'customer:" + shopper.code()
                                + "' and action not like 'customer.%' order by number"))
                .containsExactly(
                        "operator:operator device.code-issued",
                        "customer:" + shopper.code() + " device.registered",
                        "customer:" + shopper.code() + " consent.given",
                        "customer:" + shopper.code() + " consent.withdrawn",
                        "customer:" + shopper.code() + " device.revoked");
    }

    @Test
    void theInterfaceIsDescribed() throws Exception {
        assertThat(Http.get(server.http(), "/openapi").expect(200).text())
                .contains("/api/v1/devices:", "/api/v1/customer/tickets:", "/api/v1/customer/consents/{vendor}:")
                .contains("/api/v1/customer/statement:", "/api/v1/customer/notices:", "customerProof:");
    }

    private CustomerDevice newDevice(KeyFamily family) {
        return new CustomerDevice(server.http(), SigningKey.generate(family, RANDOM));
    }

    private CustomerDevice device(Shopper shopper) throws InterruptedException {
        return device(shopper.code());
    }

    private CustomerDevice device(String customer) throws InterruptedException {
        CustomerDevice device = newDevice(KeyFamily.ED25519);
        device.register(code(customer)).expect(201);
        return device;
    }

    private String code(String customer) throws InterruptedException {
        return operator.post("customers/" + customer + "/device-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
    }

    private static Reply topUp(CustomerDevice device, String body, String key) throws InterruptedException {
        return Http.send(device.request("POST", "/top-ups", body)
                .header("Idempotency-Key", key)
                .build());
    }

    private Reply balances(String proof) throws InterruptedException {
        return Http.send(Http.request(server.http(), "/api/v1/vendor/balances")
                .header(RequestProof.HEADER, proof)
                .build());
    }

    private Ticket verify(String jws, String shop, @Nullable String nonce) throws Exception {
        JsonNode keys = Http.get(server.http(), "/.well-known/jwks.json").json().required("keys");
        return Ticket.verify(
                jws,
                kid -> StreamSupport.stream(keys.spliterator(), false)
                        .filter(key -> key.required("kid").asText().equals(kid))
                        .findFirst()
                        .map(key -> VerificationKey.fromJwk(key.toString(), Town.AUDIENCE))
                        .orElse(null),
                new Expectation(shop, CLOCK.instant()),
                nonce);
    }

    private static List<JsonNode> awaitNotices(CustomerDevice device, int count) throws InterruptedException {
        JsonNode notices = OperatorClient.object();
        for (int waited = 0; notices.size() < count && waited < NOTICE_LIMIT_MILLIS; waited += POLL_MILLIS) {
            notices = device.get("/notices").expect(200).json().required("notices");
            Thread.sleep(POLL_MILLIS);
        }
        List<JsonNode> all = new ArrayList<>();
        notices.forEach(all::add);
        assertThat(all).hasSize(count);
        return all;
    }

    /** The other nodes of a server notice within a second, and this one what it has not done itself. */
    private static void assertEventuallyRefused(CustomerDevice device) throws InterruptedException {
        Instant end = CLOCK.instant().plusSeconds(2);
        while (CLOCK.instant().isBefore(end) && device.get("/devices").status() == 200) {
            Thread.sleep(POLL_MILLIS);
        }
        assertProblem(device.get("/devices"), 401, "PROOF_REFUSED");
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static ObjectNode cap(String kind, long value) {
        ObjectNode cap = OperatorClient.object().put("kind", kind);
        cap.set("amount", OperatorClient.usd(value));
        return cap;
    }

    private static ObjectNode rightsCap(String model, long value) {
        return cap("PER_RIGHTS", value).put("rightsModel", model);
    }

    private static String caps(ObjectNode... caps) {
        ObjectNode body = OperatorClient.object();
        body.putArray("caps").addAll(List.of(caps));
        return body.toString();
    }

    private static List<String> kinds(JsonNode holder) {
        return StreamSupport.stream(holder.required("caps").spliterator(), false)
                .map(cap -> cap.required("kind").asText() + " "
                        + cap.at("/amount/value").asText())
                .toList();
    }

    private static String ticketFor(String vendor, @Nullable String nonce) {
        ObjectNode body = OperatorClient.object().put("vendor", vendor);
        return (nonce == null ? body : body.put("nonce", nonce)).toString();
    }

    private static long amount(JsonNode line) {
        return Long.parseLong(line.at("/amount/value").asText());
    }

    private static String codeOf(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        return ((Refusal) answer).code();
    }

    private static void assertRefused(Reply reply) {
        assertProblem(reply, 403, "REGISTRATION_REFUSED");
    }

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).as(reply.text()).startsWith("application/problem+json");
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
    }
}
