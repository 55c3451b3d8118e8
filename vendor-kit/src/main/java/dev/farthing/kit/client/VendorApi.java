package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.time.LocalDate;

/**
 * What a vendor reads and writes beside its payments: contract, catalogue, payments, balances, statements and events, all
 * its own. Answers are the server's JSON; lists come in pages whose {@code next} is the next page's cursor. Every method
 * throws {@link Rejected} with the server's code for what it refuses, and {@link IOException} if no answer came after
 * {@link Patience#maxAttempts()}. Thread-safe.
 */
public final class VendorApi {
    private static final String ROOT = "/api/v1/vendor";
    private static final String ITEMS = ROOT + "/items";
    private static final String EVENTS = "/api/v1/events";

    /** How a catalogue is written. */
    public enum Format {
        /** A row for each price, the first row naming the columns. */
        CSV("text/csv"),
        /** {@code {"items":[…]}}. */
        JSON("application/json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    private final ProvenCalls calls;

    /** A vendor's, proven with the signing key that is in use at each call. */
    public VendorApi(Server server, KeyFile keys, ClientSettings settings) {
        this.calls = new ProvenCalls(server, () -> keys.keys().signing(), settings);
    }

    /** The contract as the server has it. */
    public ObjectNode contract() throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT);
    }

    /** A page of the catalogue. */
    public ObjectNode items(Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ITEMS).toString());
    }

    /** One item. */
    public ObjectNode item(String item) throws Rejected, IOException, InterruptedException {
        return calls.get(ITEMS + "/" + Query.segment(item));
    }

    /** Publishes an item, or changes it. */
    public ObjectNode putItem(String item, ObjectNode definition) throws Rejected, IOException, InterruptedException {
        return calls.put(ITEMS + "/" + Query.segment(item), definition);
    }

    /** Publishes many items, all or none; the rejection's text names the rows that are wrong. */
    public ObjectNode importItems(byte[] catalogue, Format format) throws Rejected, IOException, InterruptedException {
        return calls.post(ITEMS + "/import", format.mediaType, catalogue, calls.newId());
    }

    /** The whole catalogue, as {@link #importItems} takes it. */
    public byte[] exportItems(Format format) throws Rejected, IOException, InterruptedException {
        return calls.download(ITEMS + "/export", format.mediaType);
    }

    /** A page of payments, newest first. */
    public ObjectNode payments(PaymentFilter filter, Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ROOT + "/payments")
                .with("from", filter.from())
                .with("to", filter.to())
                .with("item", filter.item())
                .with("customer", filter.customer())
                .with("state", filter.state())
                .toString());
    }

    /** One payment, by the id of its submission. */
    public ObjectNode payment(String submissionId) throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT + "/payments/" + Query.segment(submissionId));
    }

    /** How far a bulk is: {@code purchases}, {@code decided}, {@code accepted}, {@code refused} and {@code state}. */
    public ObjectNode bulk(String bulkId) throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT + "/bulks/" + Query.segment(bulkId));
    }

    /** What is conditional and what is payable, for each currency. */
    public ObjectNode balances() throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT + "/balances");
    }

    /** A page of payouts, newest first. */
    public ObjectNode payouts(Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ROOT + "/payouts").toString());
    }

    /** A page of the last days of closed cycles. */
    public ObjectNode statements(Page page) throws Rejected, IOException, InterruptedException {
        return calls.get(page.of(ROOT + "/statements").toString());
    }

    /** What the cycle that ended on a day came to. */
    public ObjectNode statement(LocalDate day) throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT + "/statements/" + day);
    }

    /** The keys that the server knows, with their states. */
    public ObjectNode keys() throws Rejected, IOException, InterruptedException {
        return calls.get(ROOT + "/keys");
    }

    /** Takes a key out of use at once, also the active one. */
    public ObjectNode revokeKey(String kid, String reason) throws Rejected, IOException, InterruptedException {
        return calls.post(
                ROOT + "/keys/" + Query.segment(kid) + "/revocation",
                StrictJson.newObject().put("reason", reason));
    }

    /**
     * What happened since.
     *
     * @param after the number of the last event that is known, 0 at first
     * @param limit how many at most
     * @param waitSeconds how long the server may wait for the first one
     */
    public ObjectNode events(long after, int limit, int waitSeconds)
            throws Rejected, IOException, InterruptedException {
        return calls.get(new Query(EVENTS)
                .with("after", after)
                .with("limit", limit)
                .with("wait", waitSeconds)
                .toString());
    }
}
