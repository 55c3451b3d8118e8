package dev.farthing.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a list says of each entry what the server said, and a hostile one costs no more than an honest one. Method: seeded
 * lists there and back, the specification's own example, and lists that are signed but not lists.
 */
class StatusListTest {
    private static final SigningKey SERVER = SigningKey.generate(KeyFamily.ED25519, new SecureRandom());
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String URI = "https://pay.example/api/v1/status-lists/0";
    private static final StatusList.Header HEADER =
            new StatusList.Header(URI, NOW, NOW.plusSeconds(600), Duration.ofSeconds(15));
    private static final StatusList NONE = StatusList.of(HEADER, List.of());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 60_000})
    void tellsTheRevokedFromTheOthers(int count) throws Exception {
        long seed = Long.getLong("farthing.seed", 20_260_301);
        System.out.println("StatusListTest: seed " + seed);
        Random random = new Random(seed + count);
        Set<Integer> revoked = new TreeSet<>();
        while (revoked.size() < count) {
            revoked.add(random.nextInt(StatusList.ENTRIES));
        }
        String jws = StatusList.of(HEADER, revoked).sign(SERVER);
        StatusList list = StatusList.verify(jws, StatusListTest::key, URI, NOW);
        assertThat(list.header()).isEqualTo(HEADER);
        for (int i = 0; i < StatusList.ENTRIES; i++) {
            assertThat(list.isValid(i)).isEqualTo(!revoked.contains(i));
        }
    }

    @Test
    void holdsTheFirstAndTheLastEntryAndNoneBeyond() throws Exception {
        String jws = StatusList.of(HEADER, List.of(0, StatusList.ENTRIES - 1)).sign(SERVER);
        StatusList list = StatusList.verify(jws, StatusListTest::key, URI, NOW);
        assertThat(list.isValid(0)).isFalse();
        assertThat(list.isValid(StatusList.ENTRIES - 1)).isFalse();
        assertThat(list.isValid(1)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> list.isValid(StatusList.ENTRIES));
        assertThatIllegalArgumentException().isThrownBy(() -> list.isValid(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.of(HEADER, List.of(StatusList.ENTRIES)));
    }

    /** The example of the specification: 16 entries, the bytes b9 a3. */
    @Test
    void packsBitsAsTheSpecificationShows() throws Exception {
        BitSet bits = BitSet.valueOf(new byte[] {(byte) 0xb9, (byte) 0xa3});
        assertThat(bits.get(0)).isTrue();
        assertThat(bits.get(1)).isFalse();
        assertThat(StatusList.decode("eNrbuRgAAhcBXQ", 2)).isEqualTo(bits);
        assertThat(StatusList.encode(bits, 2)).isEqualTo("eNrbuRgAAhcBXQ");
    }

    @Test
    void fitsItsLimitWhenNothingCanBeCompressed() throws Exception {
        Random random = new Random(7);
        List<Integer> half = random.ints(200_000, 0, StatusList.ENTRIES)
                .distinct()
                .filter(i -> random.nextBoolean())
                .boxed()
                .toList();
        String jws = StatusList.of(HEADER, half).sign(SERVER);
        assertThat(jws.length()).isBetween(27_000, StatusList.MAX_CHARS);
        assertThat(StatusList.verify(jws, StatusListTest::key, URI, NOW).isValid(half.get(0)))
                .isFalse();
    }

    @Test
    void refusesAnotherList() {
        assertThat(reason(NONE.sign(SERVER), URI.replace("lists/0", "lists/1"), NOW))
                .isEqualTo(Reason.SUBJECT);
    }

    @Test
    void refusesAListOutOfTimeAsFarAsClocksAgree() throws Exception {
        String jws = NONE.sign(SERVER);
        assertThat(StatusList.verify(jws, StatusListTest::key, URI, NOW.plusSeconds(659))
                        .isValid(5))
                .isTrue();
        assertThat(reason(jws, URI, NOW.plusSeconds(660))).isEqualTo(Reason.EXPIRED);
        assertThat(reason(jws, URI, NOW.minusSeconds(61))).isEqualTo(Reason.NOT_YET_VALID);
    }

    @Test
    void refusesAStrangersListAndAChangedOne() {
        SigningKey stranger = SigningKey.generate(KeyFamily.ED25519, new SecureRandom());
        assertThat(reason(NONE.sign(stranger), URI, NOW)).isEqualTo(Reason.NOT_AUTHENTIC);
        String jws = NONE.sign(SERVER);
        for (int i = 0; i < jws.length(); i++) {
            String changed = jws.substring(0, i) + (jws.charAt(i) == 'A' ? 'B' : 'A') + jws.substring(i + 1);
            assertThatThrownBy(() -> StatusList.verify(changed, StatusListTest::key, URI, NOW))
                    .as("character " + i)
                    .isInstanceOf(TokenRefused.class);
        }
        assertThat(reason(jws + "A".repeat(StatusList.MAX_CHARS), URI, NOW)).isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bits\":1 | \"bits\":2",
                "\"bits\":1, | ''",
                "\"ttl\":15 | \"ttl\":0",
                "\"ttl\":15 | \"ttl\":15,\"iss\":\"farthing\"",
                "\"lst\":\"eN | \"lst\":\"e-",
                "\"lst\":\" | \"lst\":\"****",
            })
    void refusesASignedClaimOutOfRange(String from, String to) {
        String claims = claims(StatusList.encode(new BitSet(), StatusList.ENTRIES / 8));
        assertThat(claims.replace(from, to)).isNotEqualTo(claims);
        assertThat(reason(signed(claims.replace(from, to)), URI, NOW)).isEqualTo(Reason.CLAIMS);
        assertThat(catchThrowableOfType(TokenRefused.class, () -> verify(signed(claims))))
                .isNull();
    }

    @Test
    void refusesAListThatIsTooShortOrCutOffOrFollowedBySomething() {
        assertThat(reason(signed(claims(zlib(new byte[StatusList.ENTRIES / 8 - 1]))), URI, NOW))
                .isEqualTo(Reason.CLAIMS);
        byte[] whole = Base64.getUrlDecoder().decode(zlib(new byte[StatusList.ENTRIES / 8]));
        assertThat(reason(signed(claims(base64(whole, whole.length - 2))), URI, NOW))
                .isEqualTo(Reason.CLAIMS);
        assertThat(reason(signed(claims(base64(whole, whole.length + 1))), URI, NOW))
                .isEqualTo(Reason.CLAIMS);
    }

    /** 16 MB in 16 kB: given up after the first byte too many, so the time is that of an honest list. */
    @Test
    void unpacksNoBomb() {
        String bomb = zlib(new byte[16 << 20]);
        assertThat(bomb.length()).isBetween(20_000, 24_000);
        assertThat(reason(signed(claims(bomb)), URI, NOW)).isEqualTo(Reason.CLAIMS);
        long before = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> StatusList.decode(bomb, StatusList.ENTRIES / 8))
                    .isInstanceOf(TokenRefused.class);
        }
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        System.out.println("StatusListTest: 100 bombs of 16 MB refused in " + millis + " ms");
        assertThat(millis).isLessThan(2_000);
    }

    private static String zlib(byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return base64(packed.toByteArray(), packed.size());
    }

    private static String base64(byte[] bytes, int length) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
    }

    private static String claims(String list) {
        return "{\"sub\":\"" + URI
                + "\",\"iat\":1772366400,\"exp\":1772367000,\"ttl\":15,\"status_list\":{\"bits\":1,\"lst\":\"" + list
                + "\"}}";
    }

    private static String signed(String claims) {
        return CompactJws.sign(claims.getBytes(StandardCharsets.UTF_8), StatusList.TYPE, SERVER);
    }

    private static StatusList verify(String jws) throws TokenRefused {
        return StatusList.verify(jws, StatusListTest::key, URI, NOW);
    }

    private static Reason reason(String jws, String uri, Instant now) {
        KeyLookup<VerificationKey> keys = StatusListTest::key;
        TokenRefused refused = catchThrowableOfType(TokenRefused.class, () -> StatusList.verify(jws, keys, uri, now));
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private static @Nullable VerificationKey key(String kid) {
        return kid.equals(SERVER.kid()) ? SERVER.verificationKey("farthing") : null;
    }
}
