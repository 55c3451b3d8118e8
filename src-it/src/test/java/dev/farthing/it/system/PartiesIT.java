package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: an operator leads parties through their lives, and every change can be examined later. Method: contracts, steps and
 * top-ups over REST with payments in between, the trail that they leave, and that trail touched by the owner of the tables.
 */
@ExtendWith(SharedServer.class)
class PartiesIT {
    private static final String IBAN = "DE89370400440532013000";
    private static final long FUNDS = 1_000_000;
    private static final long PRICE = 1_000;

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Town town;

    PartiesIT(FarthingServer server) throws Exception {
        this.server = server;
        this.operator = new OperatorClient(server);
        this.town = new Town(server, KeyFamily.ED25519);
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
        assertThat(verification("").required("whole").asBoolean()).isTrue();
    }

    @Test
    void aVendorsContractIsStoredAsAWhole() throws Exception {
        String vendor = Town.fresh("vendor");
        ObjectNode full = named("The Newsstand")
                .put("feePlan", "press")
                .put("conditionalDays", 3)
                .put("payoutIban", IBAN)
                .put("requestLimit", 500);
        JsonNode stored = operator.put("vendors/" + vendor, full).expect(200).json();
        assertThat(stored)
                .isEqualTo(operator.get("vendors/" + vendor).expect(200).json());
        assertThat(stored.required("status").asText()).isEqualTo("ACTIVE");
        assertThat(stored.required("payoutIban").asText()).isEqualTo(IBAN);
        assertThat(stored.required("requestLimit").asInt()).isEqualTo(500);
        assertThat(stored.at("/accounts/0/conditional/value").asText()).isEqualTo("0");

        JsonNode usual =
                operator.put("vendors/" + vendor, named("Renamed")).expect(200).json();
        assertThat(usual.required("feePlan").asText()).isEqualTo("standard");
        assertThat(usual.required("conditionalDays").asInt()).isEqualTo(1);
        assertThat(usual.has("payoutIban")).isFalse();
        assertThat(actions("vendor:" + vendor)).containsExactly("vendor.added", "vendor.changed");
    }

    @Test
    void contractsThatAreNotInFormAreRefused() throws Exception {
        String vendors = "vendors/" + Town.fresh("vendor");
        String customers = "customers/" + Town.fresh("customer");
        refused(operator.put(vendors, named("A vendor").put("payoutIban", "DE88370400440532013000")), 422);
        refused(operator.put(vendors, named("A vendor").put("conditionalDays", 31)), 422);
        refused(operator.put(vendors, named("A vendor").put("requestLimit", 0)), 422);
        refused(operator.put(vendors, named("A vendor").put("feePlan", "No Plan")), 422);
        refused(operator.put(vendors, named("A vendor").put("feeplan", "press")), 400);
        refused(operator.put(vendors, OperatorClient.object().put("name", "No currency")), 400);
        refused(operator.put(customers, named("A customer").put("kind", "TAB")), 422);
        refused(operator.put(customers, tab(5_000).put("kind", "PREPAID")), 422);
        refused(operator.put(customers, named("A customer").put("kind", "LATER")), 400);
        assertThat(operator.get(vendors).expect(404).code()).isEqualTo("NOT_FOUND");
        assertThat(operator.get(customers).expect(404).code()).isEqualTo("NOT_FOUND");
        assertThat(status(vendors, "SUSPENDED").expect(404).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aSuspendedVendorIsPaidNothingUntilItIsResumed() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        String vendor = "vendors/" + town.vendor();
        paid(town.desk().pay(Order.of(shopper, item)));
        status(vendor, "SUSPENDED").expect(200);
        assertThat(town.desk().pay(Order.of(shopper, item))).isNotInstanceOf(Confirmation.class);
        status(vendor, "SUSPENDED").expect(200);
        status(vendor, "ACTIVE").expect(200);
        paid(town.desk().pay(Order.of(shopper, item)));
        assertThat(actions("vendor:" + town.vendor()))
                .containsExactly(
                        "vendor.added",
                        "enrolment-code.issued",
                        "key.activated",
                        "key.activated",
                        "item.published",
                        "vendor.status",
                        "vendor.status");
    }

    @Test
    void aVendorIsClosedOnlyWhenNothingIsLeft() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        paid(town.desk().pay(Order.of(shopper, town.item(PRICE))));
        String vendor = "vendors/" + town.vendor();
        assertThat(status(vendor, "CLOSED").expect(409).code()).isEqualTo("WRONG_STATUS");
        status(vendor, "CLOSING").expect(200);
        Reply left = status(vendor, "CLOSED").expect(409);
        assertThat(left.code()).isEqualTo("NOT_DRAINED");
        assertThat(left.json().required("detail").asText()).contains("1000 units of USD");
        assertThat(operator.get(vendor).expect(200).json().required("status").asText())
                .isEqualTo("CLOSING");

        String idle = "vendors/" + Town.fresh("vendor");
        operator.put(idle, named("Never sold a thing")).expect(200);
        status(idle, "CLOSING").expect(200);
        status(idle, "CLOSED").expect(200);
        assertThat(status(idle, "ACTIVE").expect(409).code()).isEqualTo("WRONG_STATUS");
        assertThat(operator.put(idle, named("Again")).expect(409).code()).isEqualTo("WRONG_STATUS");
    }

    @Test
    void aStepNeedsAReason() throws Exception {
        String vendor = "vendors/" + town.vendor() + "/status";
        refused(operator.post(vendor, OperatorClient.object().put("status", "SUSPENDED")), 400);
        refused(
                operator.post(
                        vendor,
                        OperatorClient.object().put("status", "SUSPENDED").put("reason", " ")),
                422);
        refused(
                operator.post(
                        vendor, OperatorClient.object().put("status", "GONE").put("reason", "a test")),
                400);
    }

    @Test
    void aCustomerOnATabSpendsTheLimitAndPaysExcessDownFirst() throws Exception {
        String code = Town.fresh("customer");
        String customer = "customers/" + code;
        operator.put(customer, tab(2 * PRICE)).expect(200);
        String identifier = operator.put(customer + "/consents/" + town.vendor())
                .expect(200)
                .json()
                .required("identifier")
                .asText();
        Shopper shopper = new Shopper(code, identifier);
        String item = town.item(PRICE);
        paid(town.desk().pay(Order.of(shopper, item)));
        paid(town.desk().pay(Order.of(shopper, item)));
        assertThat(town.desk().pay(Order.of(shopper, item))).isNotInstanceOf(Confirmation.class);

        JsonNode lowered = operator.put(customer, tab(500)).expect(200).json();
        assertThat(lowered.at("/accounts/0/balance/value").asText()).isEqualTo("-2000");
        assertThat(lowered.at("/accounts/0/excess/value").asText()).isEqualTo("1500");
        assertThat(lowered.at("/accounts/0/available/value").asText()).isEqualTo("0");
        operator.topUp(code, 1_600, Town.fresh("top-up")).expect(201);
        JsonNode after = operator.get(customer).expect(200).json();
        assertThat(after.at("/accounts/0/excess/value").asText()).isEqualTo("0");
        assertThat(after.at("/accounts/0/available/value").asText()).isEqualTo("100");
        assertThat(after.at("/mandate/signedOn").asText()).isEqualTo("2026-01-31");
        assertThat(actions("customer:" + code))
                .containsExactly("customer.added", "consent.given", "customer.changed", "top-up.booked");
    }

    @Test
    void aCustomerIsDrainedAndThenClosed() throws Exception {
        Shopper shopper = town.shopper(PRICE);
        String item = town.item(PRICE);
        String customer = "customers/" + shopper.code();
        status(customer, "FROZEN").expect(200);
        assertThat(town.desk().pay(Order.of(shopper, item))).isNotInstanceOf(Confirmation.class);
        status(customer, "ACTIVE").expect(200);
        paid(town.desk().pay(Order.of(shopper, item)));
        status(customer, "CLOSING").expect(200);
        Reply left = status(customer, "CLOSED").expect(409);
        assertThat(left.code()).isEqualTo("NOT_DRAINED");
        assertThat(left.json().required("detail").asText()).contains("1 payments that are still conditional");
        assertThat(status(customer, "ACTIVE").expect(409).code()).isEqualTo("WRONG_STATUS");

        String other = "customers/" + town.stranger(0).code();
        status(other, "CLOSING").expect(200);
        JsonNode closed = status(other, "CLOSED").expect(200).json();
        assertThat(closed.at("/accounts/0/status").asText()).isEqualTo("CLOSED");
    }

    @Test
    void theTrailNamesAnEntryThatTheOwnerOfTheTablesHasTouched() throws Exception {
        String vendor = town.vendor();
        status("vendors/" + vendor, "SUSPENDED").expect(200);
        status("vendors/" + vendor, "ACTIVE").expect(200);
        JsonNode kept = verification("");
        long entries = kept.required("entries").asLong();
        String head = kept.required("head").asText();
        JsonNode entry = StreamSupport.stream(page("vendor:" + vendor).spliterator(), false)
                .filter(line -> line.required("action").asText().equals("vendor.status"))
                .findFirst()
                .orElseThrow();
        long number = entry.required("number").asLong();
        assertThat(entry.at("/detail/after").asText()).isEqualTo("SUSPENDED");
        assertThat(entry.required("actor").asText()).isEqualTo("operator:operator");

        touched("update audit_entry set actor = ? where number = " + number, "operator:somebody", number);
        touched("update audit_entry set detail = ? where number = " + number, "{}", number);
        touched("update audit_entry set hash = decode(?, 'hex') where number = " + number, "00".repeat(32), number);
        touched("delete from audit_entry where ? <> '' and number = " + number, "x", number);

        assertThat(verification("?number=" + entries + "&hash=" + head)
                        .required("whole")
                        .asBoolean())
                .isTrue();
        JsonNode rewritten = verification("?number=" + entries + "&hash=" + "ab".repeat(32));
        assertThat(rewritten.required("broken").asLong()).isEqualTo(entries);
        assertThat(operator.get("audit/verification?number=1").expect(400).code())
                .isEqualTo("WRONG_HEAD");
        assertThat(operator.get("audit?limit=201").expect(400).code()).isEqualTo("WRONG_LIMIT");
    }

    @Test
    void topUpRequestsAreListedAndSettledByOperators() throws Exception {
        Shopper shopper = town.stranger(0);
        String booked = request(shopper, 700);
        String returned = request(shopper, 900);
        assertThat(listed("PENDING")).contains(booked, returned);
        JsonNode first = operator.post("top-up-requests/" + booked + "/booking")
                .expect(200)
                .json();
        assertThat(operator.post("top-up-requests/" + booked + "/booking")
                        .expect(200)
                        .json())
                .isEqualTo(first);
        assertThat(town.balance(shopper)).isEqualTo(700);
        ObjectNode reason = OperatorClient.object().put("reason", "account is blocked");
        operator.post("top-up-requests/" + returned + "/return", reason).expect(200);
        assertThat(operator.post("top-up-requests/" + returned + "/booking")
                        .expect(409)
                        .code())
                .isEqualTo("CONFLICT");
        assertThat(operator.post("top-up-requests/" + booked + "/return", reason)
                        .expect(409)
                        .code())
                .isEqualTo("CONFLICT");
        assertThat(listed("BOOKED")).contains(booked).doesNotContain(returned);
        assertThat(listed("RETURNED")).contains(returned).doesNotContain(booked);
        assertThat(listed("PENDING")).doesNotContain(booked, returned);
        assertThat(operator.get("top-up-requests?state=LOST").expect(400).code())
                .isEqualTo("WRONG_STATE");
        assertThat(operator.get("top-up-requests?cursor=!").expect(400).code()).isEqualTo("WRONG_CURSOR");
        assertThat(actions("customer:" + shopper.code()))
                .containsExactly("customer.added", "top-up.booked", "top-up.returned");
    }

    /** Touches the trail as its owner, looks whether that is found, and puts everything back. */
    private void touched(String statement, String value, long number) throws Exception {
        try (Connection connection = server.connect()) {
            copy(connection, "create table audit_kept as select * from audit_entry");
            try (PreparedStatement touch = connection.prepareStatement(statement)) {
                touch.setString(1, value);
                assertThat(touch.executeUpdate()).isEqualTo(1);
            }
            JsonNode found = verification("");
            copy(connection, "delete from audit_entry where number = " + number);
            copy(connection, "alter table audit_entry disable trigger audit_entry_link");
            copy(connection, "insert into audit_entry select * from audit_kept where number = " + number);
            copy(connection, "alter table audit_entry enable trigger audit_entry_link");
            copy(connection, "drop table audit_kept");
            assertThat(found.required("whole").asBoolean()).as(statement).isFalse();
            assertThat(found.required("broken").asLong()).as(statement).isEqualTo(number);
        }
        assertThat(verification("").required("whole").asBoolean()).isTrue();
    }

    private static void copy(Connection connection, String statement) throws SQLException {
        try (var run = connection.createStatement()) {
            run.executeUpdate(statement);
        }
    }

    /** As a customer's request leaves it; how customers ask is not tested here. */
    private String request(Shopper shopper, long amount) throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into top_up_request (id, customer_id, amount, currency, iban, state, requested_at)"
                                + " select gen_random_uuid(), id, ?, 'USD', ?, 'PENDING', now() from customer where code = ?"
                                + " returning id")) {
            insert.setLong(1, amount);
            insert.setString(2, IBAN);
            insert.setString(3, shopper.code());
            try (ResultSet row = insert.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }

    private List<String> listed(String state) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = operator.get("top-up-requests?limit=1&state=" + state + cursor)
                    .expect(200)
                    .json();
            page.required("requests")
                    .forEach(request -> ids.add(request.required("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.required("next").asText() : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    private Reply status(String party, String status) throws InterruptedException {
        return operator.post(
                party + "/status", OperatorClient.object().put("status", status).put("reason", "a test"));
    }

    private JsonNode verification(String kept) throws InterruptedException {
        return operator.get("audit/verification" + kept).expect(200).json();
    }

    private JsonNode page(String subject) throws InterruptedException {
        return operator.get("audit?limit=200&subject=" + subject)
                .expect(200)
                .json()
                .required("entries");
    }

    private List<String> actions(String subject) throws InterruptedException {
        return page(subject).findValuesAsText("action");
    }

    private static ObjectNode named(String name) {
        return OperatorClient.object().put("name", name).put("currency", "USD");
    }

    private static ObjectNode tab(long limit) {
        ObjectNode tab = named("A customer").put("kind", "TAB");
        tab.set("creditLimit", OperatorClient.usd(limit));
        tab.putObject("mandate").put("reference", "M-2026-17").put("iban", IBAN).put("signedOn", "2026-01-31");
        return tab;
    }

    private static void refused(Reply reply, int status) {
        JsonNode problem = reply.expect(status).json();
        assertThat(problem.required("outcome").asText()).isEqualTo("none");
        assertThat(problem.required("detail").asText()).isNotBlank();
    }

    private static void paid(Answer answer) {
        assertThat(answer).isInstanceOf(Confirmation.class);
    }
}
