package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor asks: many purchases in one message. Each is a submission like any other, and the same one whether it is sent
 * here or singly; each is decided for itself.
 *
 * @param header what every request says; its id names the bulk for ever, among the vendor's bulks
 * @param purchases 1 to 1000, each with this header but for its own id, which no other here has
 * @param entitlements true if the answer is to hold an entitlement for each accepted one, of 100 purchases at the most:
 *     each costs the server a signature
 */
public record Bulk(Request.Header header, List<Submission> purchases, boolean entitlements) implements Request {
    /** The most purchases. */
    public static final int MAX_PURCHASES = 1000;

    /** The most purchases that are answered with entitlements. */
    public static final int MAX_ENTITLED = 100;

    static final String OPERATION = "bulk";
    private static final Pattern BULK = Pattern.compile(OPERATION);

    /** Checks what single purchases cannot show. */
    public Bulk {
        purchases = List.copyOf(purchases);
        int most = entitlements ? MAX_ENTITLED : MAX_PURCHASES;
        if (purchases.isEmpty() || purchases.size() > most) {
            throw new IllegalArgumentException("Give purchases, 1 to " + most
                    + (entitlements ? ", or leave entitlements out and inquire about those that you need." : "."));
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < purchases.size(); i++) {
            Submission purchase = purchases.get(i);
            @Nullable Integer before = places.putIfAbsent(purchase.submissionId(), i);
            if (before != null) {
                throw new IllegalArgumentException("purchases[" + i
                        + "]: Give submission an id of its own, not that of purchases[" + before + "].");
            }
            if (!purchase.header().equals(header.of(purchase.submissionId()))) {
                throw new IllegalArgumentException("purchases[" + i + "]: Give it the bulk's own header.");
            }
        }
    }

    @Override
    public byte[] toJson() {
        ObjectNode claims = header.toClaims().put(OPERATION_CLAIM, OPERATION);
        if (entitlements) {
            claims.put("entitlements", true);
        }
        ArrayNode list = claims.putArray("purchases");
        purchases.forEach(
                purchase -> purchase.putPurchase(list.addObject().put("submission", purchase.submissionId())));
        return StrictJson.bytes(claims);
    }

    /**
     * Reads the claims of an opened message.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range; it names the purchase by its
     *     place, counted from 0
     */
    public static Bulk fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        Header header = Header.read(reader);
        reader.text(OPERATION_CLAIM, BULK);
        boolean entitlements = reader.has("entitlements") && reader.flag("entitlements");
        List<Submission> purchases = reader.objects(
                "purchases",
                MAX_PURCHASES,
                members -> Submission.read(header.of(members.text("submission", Texts.ID)), members));
        reader.nothingElse();
        return ClaimReader.make(() -> new Bulk(header, purchases, entitlements));
    }

    /**
     * Names what is asked: SHA-256 over vendor and, in their order, each purchase's submission id and fingerprint. Two bulks of
     * one id with different fingerprints are a conflict. Whether entitlements are wanted is not in it.
     */
    public byte[] fingerprint() {
        Fingerprint fingerprint = new Fingerprint("farthing-bulk-1").add(header.vendor());
        for (Submission purchase : purchases) {
            fingerprint.add(purchase.submissionId()).add(HexFormat.of().formatHex(purchase.fingerprint()));
        }
        return fingerprint.sha256();
    }
}
