package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a vendor keeps its own catalogue through the running server: what is published is sold at that price, what is wrong
 * is told row by row and leaves nothing, and what was exported can be imported. Method: the vendor's doors with proofs and
 * the operator's with a password; what is stored is looked at through the doors and in the tables.
 */
@ExtendWith(SharedServer.class)
class CatalogueIT {
    private static final String HEADER = "item,title,currency,price,scale,from,rights_model,rights_count,rights_period,"
            + "rights_until,rights_text,on_sale,sale_from,sale_until\r\n";
    private static final String CSV = "text/csv";

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
    void anItemIsSoldAtThePriceThatItsVendorPublished() throws Exception {
        ObjectNode item = Town.itemJson(250_000, true);
        ((ObjectNode) item.at("/prices/0")).put("value", "25").put("scale", 2);
        JsonNode stored = vendor.put("/items/article", item).expect(200).json();
        assertThat(stored.at("/prices/0/value").asText()).isEqualTo("250000");
        assertThat(stored.at("/prices/0/scale").asInt()).isEqualTo(6);

        Confirmation paid = (Confirmation) town.desk().pay(VendorDesk.Order.of(town.shopper(1_000_000), "article"));
        assertThat(paid.payment().amount().value()).isEqualTo(250_000);
        assertThat(vendor.get("/items/article").expect(200).json()).isEqualTo(stored);
        assertThat(town.operator()
                        .get("vendors/" + town.vendor() + "/items/article")
                        .expect(200)
                        .json())
                .isEqualTo(stored);
    }

    @Test
    void whatIsSentBackAsItWasReadChangesNothing() throws Exception {
        ObjectNode item = Town.itemJson(250_000, true);
        item.withArray("prices")
                .add(OperatorClient.usd(300_000).put("from", "2099-01-01T00:00:00Z"))
                .add(OperatorClient.usd(7).put("currency", "EUR"));
        JsonNode stored = vendor.put("/items/a", item).expect(200).json();
        assertThat(vendor.put("/items/a", stored).expect(200).json()).isEqualTo(stored);
        assertThat(events("item.published")).isEqualTo(1);
        assertThat(Books.texts(
                        server,
                        "select actor from audit_entry where action = 'item.published' and subject = 'vendor:"
                                + town.vendor() + "'"))
                .containsExactly("vendor:" + town.vendor());

        ObjectNode past = stored.deepCopy();
        ((ObjectNode) past.at("/prices/0")).put("value", "1");
        Reply refused = vendor.put("/items/a", past).expect(422);
        assertThat(refused.code()).isEqualTo("ITEMS_REFUSED");
        assertThat(refused.json().at("/errors/0/column").asText()).isEqualTo("prices[0].from");
        assertThat(vendor.get("/items/a").expect(200).json()).isEqualTo(stored);
    }

    @Test
    void anExportIsImportedAndExportedToTheSameBytes() throws Exception {
        vendor.post("/items/import", CSV, sheet(HEADER + "\"film, \"\"the\"\"\",x,USD,1,0,,ONCE,,,,x,true,,\r\n"))
                .expect(422);
        vendor.post(
                        "/items/import",
                        CSV,
                        sheet("\uFEFF" + HEADER
                                + "song,\"=1+1, \"\"really\"\"\",USD,25,2,,PERIOD,,P30D,,Hear it \u00e4,TRUE,,\r\n"
                                + "film,A film,EUR,3,0,,COUNT,5,,,See it,false,2030-01-01T00:00:00+01:00,\r\n"
                                + "song,\"=1+1, \"\"really\"\"\",EUR,,,,PERIOD,,P30D,,Hear it \u00e4,TRUE,,\r\n"))
                .expect(200);
        for (String type : List.of(CSV, "application/json")) {
            Reply first = vendor.get("/items/export", type).expect(200);
            assertThat(first.header("Content-Type")).startsWith(type);
            JsonNode again =
                    vendor.post("/items/import", type, first.body()).expect(200).json();
            assertThat(again.required("items").asInt()).isEqualTo(2);
            assertThat(again.required("changed").asInt()).isZero();
            assertThat(vendor.get("/items/export", type).expect(200).body()).isEqualTo(first.body());
        }
        assertThat(vendor.get("/items/export", CSV).text()).contains("'=1+1").contains("2029-12-31T23:00:00Z");
        assertThat(vendor.get("/items/song").json().required("title").asText()).isEqualTo("=1+1, \"really\"");
        assertThat(events("item.published")).isEqualTo(2);
    }

    @Test
    void anImportIsTakenAsAWholeOrNotAtAllAndEveryRowIsTold() throws Exception {
        Reply refused = vendor.post(
                        "/items/import",
                        CSV,
                        sheet(HEADER
                                + "good,Good,USD,1,0,,ONCE,,,,x,true,,\r\n"
                                + "bad,Bad,USD,0.5,0,,ONCE,,,,x,true,,\r\n"
                                + "worse,Worse,XXX,1,0,2001-01-01T00:00:00Z,COUNT,,,,x,maybe,,\r\n"))
                .expect(422);
        assertThat(refused.code()).isEqualTo("ITEMS_REFUSED");
        assertThat(refused.json().required("errors"))
                .extracting(error -> error.required("row").asInt() + ":"
                        + error.required("column").asText())
                .containsExactlyInAnyOrder("3:price", "4:currency", "4:rights_count", "4:on_sale");
        assertThat(vendor.get("/items").expect(200).json().required("items")).isEmpty();

        Reply list = vendor.post(
                        "/items/import",
                        "application/json",
                        sheet(
                                "{\"items\":[{\"item\":\"a\",\"title\":\"A\",\"currency\":\"USD\",\"prices\":[],\"rights\":{\"model\":\"ONCE\",\"text\":\"t\"},\"onSale\":true,\"colour\":1},{\"item\":7}]}"))
                .expect(422);
        assertThat(list.json().required("errors"))
                .extracting(error -> error.required("row").asInt() + ":"
                        + error.required("column").asText())
                .containsExactly("1:colour", "2:item");
    }

    @Test
    void aLargeSheetGoesInAndATooLargeOneDoesNot() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 5_000; i++) {
            rows.append("i-").append(i).append(",Item ").append(i).append(",USD,1,2,,ONCE,,,,Read it,true,,\r\n");
        }
        JsonNode taken = vendor.post("/items/import", CSV, sheet(rows.toString()))
                .expect(200)
                .json();
        assertThat(taken.required("changed").asInt()).isEqualTo(5_000);
        byte[] huge = new byte[4 * 1024 * 1024 + 1];
        assertThat(vendor.post("/items/import", CSV, huge).expect(413).code()).isEqualTo("TOO_LARGE");
        assertThat(vendor.send("PUT", "/items/i-1", "application/json", new byte[65 * 1024])
                        .expect(413)
                        .code())
                .isEqualTo("TOO_LARGE");

        String cursor = "";
        int seen = 0;
        do {
            JsonNode page = vendor.get("/items?limit=200" + cursor).expect(200).json();
            seen += page.required("items").size();
            cursor = page.has("next") ? "&cursor=" + page.required("next").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(seen).isEqualTo(5_000);
    }

    @Test
    void nobodySeesOrChangesAnothersItems() throws Exception {
        town.putItem("mine", 5, true);
        VendorClient other = new VendorClient(new Town(server, KeyFamily.P256));
        assertThat(other.get("/items/mine").expect(404).code()).isEqualTo("NOT_FOUND");
        other.put("/items/mine", Town.itemJson(9, true)).expect(200);
        assertThat(vendor.get("/items/mine")
                        .expect(200)
                        .json()
                        .at("/prices/0/value")
                        .asText())
                .isEqualTo("5");
        assertThat(Http.get(server.http(), "/api/v1/vendor/items").expect(401).code())
                .isEqualTo("PROOF_REFUSED");
    }

    @Test
    void aWriteWithAKeyIsDoneOnceAndItsAnswerSentAgain() throws Exception {
        byte[] body = Town.itemJson(5, true).toString().getBytes(StandardCharsets.UTF_8);
        byte[] otherBody = Town.itemJson(6, true).toString().getBytes(StandardCharsets.UTF_8);
        Reply first = keyed("key-1", body).expect(200);
        vendor.put("/items/a", Town.itemJson(7, true)).expect(200);
        Reply again = keyed("key-1", body).expect(200);

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(vendor.get("/items/a").json().at("/prices/0/value").asText()).isEqualTo("7");
        assertThat(keyed("key-1", otherBody).expect(409).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(keyed("no spaces", body).expect(400).code()).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    }

    @Test
    void whatAnAddressDoesNotKnowIsRefused() throws Exception {
        assertThat(vendor.get("/items?colour=red").expect(400).code()).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(vendor.get("/items?limit=1&limit=2").expect(400).code()).isEqualTo("REPEATED_PARAMETER");
        assertThat(vendor.get("/items?limit=201").expect(400).code()).isEqualTo("WRONG_LIMIT");
        assertThat(vendor.get("/items?cursor=%21").expect(400).code()).isEqualTo("WRONG_CURSOR");
        assertThat(vendor.post("/items/import", "text/plain", new byte[1])
                        .expect(415)
                        .code())
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(vendor.put("/items/a", Town.itemJson(1, true).put("more", 1))
                        .expect(400)
                        .code())
                .isEqualTo("MALFORMED_JSON");
    }

    private Reply keyed(String key, byte[] body) throws InterruptedException {
        return Http.send(vendor.request("PUT", "/items/a", body)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .PUT(BodyPublishers.ofByteArray(body))
                .build());
    }

    private int events(String topic) throws Exception {
        return Books.texts(
                        server,
                        "select o.event_id::text from outbox o join vendor v on v.id = o.vendor_id where o.topic = '"
                                + topic + "' and v.code = '" + town.vendor() + "'")
                .size();
    }

    private static byte[] sheet(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
