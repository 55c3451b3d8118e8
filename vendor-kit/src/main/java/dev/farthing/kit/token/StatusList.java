package dev.farthing.kit.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.BitSet;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Which of 131,072 entitlements are revoked, one bit each, signed by the server (IETF Token Status List, JWT form). It is
 * fetched by everybody alike, so that asking for it tells nobody whom it is asked for.
 */
public final class StatusList {
    /** Entries of one list. */
    public static final int ENTRIES = 131_072;

    /** Characters of the longest list: one that does not compress at all. */
    public static final int MAX_CHARS = 32_768;

    /** The media type (and the header's {@code typ}, without {@code application/}). */
    public static final String MEDIA_TYPE = "application/statuslist+jwt";

    static final String TYPE = "statuslist+jwt";
    static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._~:/\\[\\]-]{1,240}");

    private static final int BYTES = ENTRIES / Byte.SIZE;
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]{1,24000}");

    /** Seconds of the longest {@code ttl}: a day. */
    private static final long MAX_TTL_SECONDS = 86_400;

    private final Header header;
    private final BitSet revoked;

    /**
     * What a list says about itself.
     *
     * @param uri its address ({@code sub})
     * @param issuedAt in whole seconds ({@code iat})
     * @param expiresAt from when on it must not be believed, in whole seconds ({@code exp})
     * @param timeToLive after which it should be fetched anew ({@code ttl})
     */
    public record Header(String uri, Instant issuedAt, Instant expiresAt, Duration timeToLive) {
        /** Checks the address; drops fractions of seconds, which the wire does not carry. */
        public Header {
            if (!ADDRESS.matcher(uri).matches()) {
                throw new IllegalArgumentException("Give uri as " + ADDRESS + ".");
            }
            issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
            expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private StatusList(Header header, BitSet revoked) {
        this.header = header;
        this.revoked = revoked;
    }

    /**
     * A list of these revocations.
     *
     * @param revoked numbers of entries, 0 to {@link #ENTRIES} less one
     */
    public static StatusList of(Header header, Iterable<Integer> revoked) {
        BitSet bits = new BitSet(ENTRIES);
        revoked.forEach(index -> bits.set(checked(index)));
        return new StatusList(header, bits);
    }

    /** What the list says about itself. */
    public Header header() {
        return header;
    }

    /** True unless that entry is revoked. */
    public boolean isValid(int index) {
        return !revoked.get(checked(index));
    }

    /** Signs the list with a key of the server: a compact JWS. */
    public String sign(SigningKey key) {
        ObjectNode claims = StrictJson.newObject()
                .put("sub", header.uri())
                .put("iat", header.issuedAt().getEpochSecond())
                .put("exp", header.expiresAt().getEpochSecond())
                .put("ttl", header.timeToLive().toSeconds());
        claims.putObject("status_list").put("bits", 1).put("lst", encode(revoked, BYTES));
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, key);
    }

    /**
     * Verifies a list offline: signed by the server, the one of this address, in time.
     *
     * @param keys the server's published signing keys
     * @param uri the address that the entitlement names
     * @throws TokenRefused for everything else; {@link Reason} lists why in order of precedence
     */
    public static StatusList verify(String jws, KeyLookup<VerificationKey> keys, String uri, Instant now)
            throws TokenRefused {
        TokenClaims claims = TokenClaims.open(jws, TYPE, MAX_CHARS, keys);
        Header header = new Header(
                claims.text("sub", ADDRESS),
                claims.time("iat"),
                claims.time("exp"),
                Duration.ofSeconds(claims.integer("ttl", 1, MAX_TTL_SECONDS)));
        TokenClaims list = claims.object("status_list");
        claims.nothingElse();
        list.integer("bits", 1, 1);
        BitSet bits = decode(list.text("lst", BASE64_URL), BYTES);
        list.nothingElse();
        TokenClaims.require(header.uri().equals(uri), Reason.SUBJECT);
        TokenClaims.requireIssued(header.issuedAt(), now);
        TokenClaims.requireUnexpired(header.expiresAt(), now);
        return new StatusList(header, bits);
    }

    /** One bit an entry, the first in the lowest bit of the first byte; zlib, then base64url. */
    static String encode(BitSet bits, int size) {
        byte[] plain = new byte[size];
        byte[] set = bits.toByteArray();
        System.arraycopy(set, 0, plain, 0, set.length);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /** The bits of exactly that many bytes: what would unpack to more is given up at the first byte too many. */
    static BitSet decode(String text, int size) throws TokenRefused {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(text));
            byte[] plain = new byte[size + 1];
            int length = inflate(inflater, plain);
            boolean whole = length == size && inflater.finished() && inflater.getRemaining() == 0;
            TokenClaims.require(whole, Reason.CLAIMS);
            return BitSet.valueOf(plain);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new TokenRefused(Reason.CLAIMS);
        } finally {
            inflater.end();
        }
    }

    private static int inflate(Inflater inflater, byte[] plain) throws DataFormatException {
        int length = 0;
        int more;
        do {
            more = inflater.inflate(plain, length, plain.length - length);
            length += more;
        } while (more > 0 && length < plain.length);
        return length;
    }

    private static int checked(int index) {
        if (index < 0 || index >= ENTRIES) {
            throw new IllegalArgumentException("Give index from 0 to " + (ENTRIES - 1) + ".");
        }
        return index;
    }
}
