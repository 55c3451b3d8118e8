package dev.farthing.kit.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may do with what was paid for, signed by the server: whoever has the server's published keys can verify
 * it, without asking anybody. A payment that is given back is told by the {@link StatusList} that it names.
 *
 * @param server who says so ({@code iss})
 * @param vendor whose item it is ({@code aud})
 * @param customer the identifier by which the vendor knows the customer ({@code sub})
 * @param payment the server's name for the payment ({@code jti})
 * @param issuedAt when it was decided, in whole seconds ({@code iat})
 * @param item what was bought
 * @param quantity how many of it are paid for
 * @param rights what that gives
 * @param status where a revocation would show
 */
public record Entitlement(
        String server,
        String vendor,
        String customer,
        String payment,
        Instant issuedAt,
        String item,
        int quantity,
        Rights rights,
        Status status) {
    /** Characters of the longest entitlement. */
    public static final int MAX_CHARS = 4096;

    /** The header's {@code typ}. */
    static final String TYPE = "farthing-entitlement+jwt";

    private static final int MAX_QUANTITY = 1000;
    private static final int MAX_COUNT = 1_000_000_000;
    private static final Pattern PARTY = Pattern.compile("[A-Za-z0-9._~:/-]{1,255}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern MODEL = Pattern.compile("ONCE|COUNT|PERIOD|UNTIL");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{0,200}");

    /** How a right is measured. */
    public enum Model {
        /** Once for each unit. */
        ONCE,
        /** A number of times. */
        COUNT,
        /** For a time from the payment on. */
        PERIOD,
        /** Until a date that all buyers share. */
        UNTIL
    }

    /**
     * What may be done.
     *
     * @param count how many times in all, of {@link Model#COUNT} only
     * @param from since when, in whole seconds
     * @param until up to when, exclusive, of {@link Model#PERIOD} and {@link Model#UNTIL} only
     * @param text in the vendor's words
     */
    public record Rights(
            Model model,
            @Nullable Integer count,
            Instant from,
            @Nullable Instant until,
            String text) {
        /** Checks what belongs to which model; drops fractions of seconds, which the wire does not carry. */
        public Rights {
            if ((model == Model.COUNT) != (count != null)) {
                throw new IllegalArgumentException("Give count for COUNT, and only for it.");
            }
            if ((model == Model.PERIOD || model == Model.UNTIL) != (until != null)) {
                throw new IllegalArgumentException("Give until for PERIOD and UNTIL, and only for them.");
            }
            from = from.truncatedTo(ChronoUnit.SECONDS);
            until = until == null ? null : until.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * One bit of a status list.
     *
     * @param index its number in that list, from 0
     * @param list the list's address
     */
    public record Status(int index, String list) {}

    /** Drops fractions of seconds, which the wire does not carry. */
    public Entitlement {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Signs it with a key of the server: a compact JWS. */
    public String sign(SigningKey key) {
        ObjectNode claims = StrictJson.newObject()
                .put("iss", server)
                .put("aud", vendor)
                .put("sub", customer)
                .put("jti", payment)
                .put("iat", issuedAt.getEpochSecond())
                .put("item", item)
                .put("quantity", quantity);
        ObjectNode right =
                claims.putObject("rights").put("model", rights.model().name());
        if (rights.count() != null) {
            right.put("count", rights.count());
        }
        right.put("from", rights.from().getEpochSecond());
        if (rights.until() != null) {
            right.put("until", rights.until().getEpochSecond());
        }
        right.put("text", rights.text());
        claims.putObject("status")
                .putObject("status_list")
                .put("idx", status.index())
                .put("uri", status.list());
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, key);
    }

    /**
     * Verifies an entitlement offline: signed by the server, for this vendor, not issued in the future. Whether it is
     * revoked is the status list's to say, and whether its time is over, {@link #isInTime}'s.
     *
     * @param keys the server's published signing keys, each owned by the server
     * @param expected the vendor, and the reader's time
     * @throws TokenRefused for everything else; {@link Reason} lists why in order of precedence
     */
    public static Entitlement verify(String jws, KeyLookup<VerificationKey> keys, Expectation expected)
            throws TokenRefused {
        TokenClaims claims = TokenClaims.open(jws, TYPE, MAX_CHARS, keys);
        Entitlement entitlement = read(claims);
        TokenClaims.require(entitlement.server.equals(claims.signer()), Reason.ISSUER);
        TokenClaims.require(entitlement.vendor.equals(expected.audience()), Reason.AUDIENCE);
        TokenClaims.requireIssued(entitlement.issuedAt, expected.now());
        return entitlement;
    }

    /** True from its beginning, as clocks differ, to its end. */
    public boolean isInTime(Instant now) {
        boolean begun = !rights.from().isAfter(now.plus(SealedEnvelope.MAX_CLOCK_SKEW));
        Instant until = rights.until();
        return begun && (until == null || now.isBefore(until));
    }

    private static Entitlement read(TokenClaims claims) throws TokenRefused {
        String server = claims.text("iss", PARTY);
        String vendor = claims.text("aud", PARTY);
        String customer = claims.text("sub", ID);
        String payment = claims.text("jti", ID);
        Instant issuedAt = claims.time("iat");
        String item = claims.text("item", ID);
        int quantity = (int) claims.integer("quantity", 1, MAX_QUANTITY);
        Rights rights = readRights(claims.object("rights"));
        Status status = readStatus(claims.object("status"));
        claims.nothingElse();
        return new Entitlement(server, vendor, customer, payment, issuedAt, item, quantity, rights, status);
    }

    private static Rights readRights(TokenClaims claims) throws TokenRefused {
        Model model = Model.valueOf(claims.text("model", MODEL));
        Integer count = claims.has("count") ? (Integer) (int) claims.integer("count", 1, MAX_COUNT) : null;
        Instant from = claims.time("from");
        Instant until = claims.has("until") ? claims.time("until") : null;
        String text = claims.text("text", TEXT);
        claims.nothingElse();
        try {
            return new Rights(model, count, from, until, text);
        } catch (IllegalArgumentException e) {
            throw new TokenRefused(Reason.CLAIMS);
        }
    }

    private static Status readStatus(TokenClaims claims) throws TokenRefused {
        TokenClaims list = claims.object("status_list");
        claims.nothingElse();
        Status status =
                new Status((int) list.integer("idx", 0, StatusList.ENTRIES - 1L), list.text("uri", StatusList.ADDRESS));
        list.nothingElse();
        return status;
    }
}
