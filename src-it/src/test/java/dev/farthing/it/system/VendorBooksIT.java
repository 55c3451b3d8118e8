package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: what a vendor reads of its books is complete, its own, and adds up. Method: payments through the sealed door, a day
 * closed; the statement is counted again from the raw transfers.
 */
@ExtendWith(SharedServer.class)
class VendorBooksIT {
    private static final long PRICE = 250_000;

    private FarthingServer server;
    private Town town;
    private VendorClient vendor;

    @BeforeEach
    void aTown(FarthingServer shared) throws Exception {
        server = shared;
        town = new Town(shared, KeyFamily.ED25519);
        vendor = new VendorClient(town);
    }

    @AfterEach
    void theBooksBalance() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void aVendorReadsItsContract() throws Exception {
        JsonNode contract = vendor.get("").expect(200).json();
        assertThat(contract.required("vendor").asText()).isEqualTo(town.vendor());
        assertThat(contract.required("status").asText()).isEqualTo("ACTIVE");
        assertThat(contract.required("conditionalDays").asInt()).isEqualTo(1);
    }

    @Test
    void paymentsComePageByPageTheNewestFirst() throws Exception {
        Town.Shopper shopper = town.shopper(10 * PRICE);
        String item = town.item(PRICE);
        List<String> paid = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            VendorDesk.Order order = VendorDesk.Order.of(shopper, item);
            town.desk().pay(order);
            paid.add(0, order.id());
        }
        town.desk().pay(VendorDesk.Order.of(shopper, "nothing-of-this-name"));

        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = vendor.get("/payments?limit=2" + cursor).expect(200).json();
            page.required("payments")
                    .forEach(p -> read.add(p.required("submission").asText()));
            cursor = page.has("next") ? "&cursor=" + page.required("next").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(read).isEqualTo(paid);

        assertThat(found("item=" + item)).isEqualTo(5);
        assertThat(found("item=another")).isZero();
        assertThat(found("customer=" + shopper.identifier())).isEqualTo(5);
        assertThat(found("customer=another")).isZero();
        assertThat(found("state=CONDITIONAL")).isEqualTo(5);
        assertThat(found("state=REVERSED")).isZero();
        assertThat(found("from=2001-01-01&to=2001-12-31")).isZero();
        assertThat(found("from=2001-01-01")).isEqualTo(5);
        for (String wrong :
                List.of("from=today", "to=2026-2-1", "state=paid", "cursor=AAAA", "limit=0", "form=2026-01-01")) {
            assertThat(vendor.get("/payments?" + wrong).expect(400).code())
                    .as(wrong)
                    .isIn("WRONG_DATE", "WRONG_STATE", "WRONG_CURSOR", "WRONG_LIMIT", "UNKNOWN_PARAMETER");
        }
    }

    @Test
    void onePaymentIsReadByItsSubmissionAndByItsVendorOnly() throws Exception {
        VendorDesk.Order order =
                VendorDesk.Order.of(town.shopper(10 * PRICE), town.item(PRICE)).times(3);
        Confirmation paid = (Confirmation) town.desk().pay(order);

        JsonNode payment = vendor.get("/payments/" + order.id()).expect(200).json();
        assertThat(payment.required("payment").asText())
                .isEqualTo(paid.payment().id().toString());
        assertThat(payment.at("/amount/value").asLong()).isEqualTo(3 * PRICE);
        assertThat(payment.required("quantity").asInt()).isEqualTo(3);
        assertThat(payment.required("state").asText()).isEqualTo("CONDITIONAL");
        assertThat(payment.required("returns")).isEmpty();

        VendorClient other = new VendorClient(new Town(server, KeyFamily.P256));
        assertThat(other.get("/payments/" + order.id()).expect(404).code()).isEqualTo("NOT_FOUND");
        assertThat(other.get("/payments").expect(200).json().required("payments"))
                .isEmpty();
        assertThat(vendor.get("/payments/never-sent").expect(404).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void theStatementOfAClosedDayAddsUpToItsTransfers() throws Exception {
        Town.Shopper shopper = town.shopper(10 * PRICE);
        String item = town.item(PRICE);
        Confirmation paid = (Confirmation) town.desk().pay(VendorDesk.Order.of(shopper, item));
        town.desk().pay(VendorDesk.Order.of(shopper, item).times(2));
        LocalDate day = paid.payment().businessDate();
        assertThat(vendor.get("/statements/" + day).expect(404).code()).isEqualTo("NOT_FOUND");
        new ClosedDays(server).close(day.toString());
        town.desk().pay(VendorDesk.Order.of(shopper, item));

        JsonNode statement = vendor.get("/statements/" + day).expect(200).json();
        JsonNode line = statement.at("/lines/0");
        assertThat(line.required("currency").asText()).isEqualTo("USD");
        assertThat(value(line, "/payments/amount")).isEqualTo(sum(day, "credit", "VENDOR_CONDITIONAL"));
        assertThat(line.at("/payments/count").asLong()).isEqualTo(2);
        assertThat(value(line, "/conditional/closing"))
                .isEqualTo(3 * PRICE)
                .isEqualTo(value(line, "/conditional/opening")
                        + sum(day, "credit", "VENDOR_CONDITIONAL")
                        - sum(day, "debit", "VENDOR_CONDITIONAL"));
        assertThat(value(line, "/payable/closing"))
                .isEqualTo(value(line, "/payable/opening")
                        + sum(day, "credit", "VENDOR_PAYABLE")
                        - sum(day, "debit", "VENDOR_PAYABLE"));
        assertThat(vendor.get("/payouts").expect(200).json().required("payouts"))
                .isEmpty();
        assertThat(vendor.get("/statements")
                        .expect(200)
                        .json()
                        .at("/statements/0/date")
                        .asText())
                .isEqualTo(day.toString());
        assertThat(vendor.get("/statements/" + day.plusDays(1)).expect(404).code())
                .isEqualTo("NOT_FOUND");
        assertThat(vendor.get("/statements/soon").expect(400).code()).isEqualTo("WRONG_DATE");
    }

    /** What the raw transfers of a day add up to on one side of the vendor's accounts of a role. */
    private long sum(LocalDate day, String side, String role) throws Exception {
        return Books.texts(
                        server,
                        "select t.amount::text from transfer t join account a on a.id = t." + side
                                + "_account where a.owner = 'vendor:" + town.vendor() + "' and a.role = '" + role
                                + "' and t.business_date = '" + day + "'")
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static long value(JsonNode line, String pointer) {
        return line.at(pointer + "/value").asLong();
    }

    private int found(String query) throws InterruptedException {
        return vendor.get("/payments?" + query)
                .expect(200)
                .json()
                .required("payments")
                .size();
    }
}
