package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever is wrong with a message, it is refused alike: one text, no cause, no trace, and the same expensive operations.
 * Method: the {@link TamperTable} with every pair of families, bit flips in every part, and seeded random mutations
 * ({@code -Dfarthing.seed}, {@code -Dfarthing.long=true} for ten times as many).
 */
class TamperTest {
    private static final int MUTATIONS = Boolean.getBoolean("farthing.long") ? 10_000 : 1_000;

    static Stream<Peers> everyPair() {
        return Stream.of(KeyFamily.values())
                .flatMap(signing -> Stream.of(KeyFamily.values()).map(encryption -> Peers.of(signing, encryption)));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryRowOfTheTableAlike() {
        return everyPair().flatMap(peers -> new TamperTable(peers)
                .rows().stream()
                        .map(row -> DynamicTest.dynamicTest(
                                peers.vendorKey().family() + " to "
                                        + peers.serverKey().family() + ": " + row,
                                () -> assertThat(refusal(peers, row.message()).reason())
                                        .isEqualTo(row.reason()))));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void opensTheSameMessageWithoutAFault(Peers peers) throws Exception {
        RawSealer sealer = new RawSealer(peers);
        assertThat(peers.open(sealer.encrypt(sealer.signed(), RawSealer.AS_IT_IS))
                        .signerKid())
                .isEqualTo(peers.vendorKey().kid());
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void acceptsAMessageAtTheEdgesOfItsTime(Peers peers) {
        long now = Peers.NOW.getEpochSecond();
        for (long[] time : new long[][] {{now + 60, now + 360}, {now - 359, now - 59}, {now, now}}) {
            String claims = "{\"iss\":\"kiosk\",\"aud\":\"farthing\",\"iat\":" + time[0] + ",\"exp\":" + time[1] + "}";
            assertThatCode(() -> peers.open(peers.seal(claims.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void refusesEveryFlippedBitOfTheOuterParts(Peers peers) {
        String message = peers.seal();
        for (String flipped : flips(message)) {
            refusal(peers, flipped);
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void refusesEveryFlippedBitOfTheInnerParts(Peers peers) {
        RawSealer sealer = new RawSealer(peers);
        for (String flipped : flips(sealer.signed())) {
            refusal(peers, sealer.encrypt(flipped, RawSealer.AS_IT_IS));
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void refusesRandomMutations(Peers peers) {
        long seed = Long.getLong("farthing.seed", new Random().nextLong());
        System.out.println("seed " + seed + ", mutations " + MUTATIONS);
        Mutations mutations = new Mutations(seed);
        RawSealer sealer = new RawSealer(peers);
        String outer = peers.seal();
        String inner = sealer.signed();
        for (int i = 0; i < MUTATIONS; i++) {
            String mutated = mutations.next(i % 2 == 0 ? outer : inner);
            refusal(peers, i % 2 == 0 ? mutated : sealer.encrypt(mutated, RawSealer.AS_IT_IS));
        }
    }

    @TestFactory
    Stream<DynamicTest> survivesALibraryThatStumbles() {
        // Not tampered with by anybody who knows the format: bytes of every length up to a block or two.
        return everyPair()
                .map(peers -> DynamicTest.dynamicTest(peers.toString(), () -> {
                    for (int length = 0; length < 64; length++) {
                        refusal(peers, "A".repeat(length));
                        refusal(peers, ".".repeat(length));
                        refusal(peers, new RawSealer(peers).encrypt("A".repeat(length), RawSealer.AS_IT_IS));
                    }
                }));
    }

    private static EnvelopeRefused refusal(Peers peers, String message) {
        Workload work = new Workload();
        EnvelopeRefused refused = catchThrowableOfType(EnvelopeRefused.class, () -> peers.open(message, work));
        assertThat(refused).as("refusal of %s", message).isNotNull();
        assertThat(refused).hasMessage(EnvelopeRefused.MESSAGE).hasNoCause();
        assertThat(refused.getStackTrace()).isEmpty();
        assertThat(List.of(work.agreements(), work.decryptions(), work.verifications()))
                .as("agreements, decryptions and verifications of %s", refused.reason())
                .containsExactly(1, 1, 1);
        return refused;
    }

    /** Each part with one bit flipped, at several places in it; an empty part with something in it. */
    private static List<String> flips(String compact) {
        List<String> flipped = new ArrayList<>();
        String[] parts = compact.split("\\.", -1);
        for (int part = 0; part < parts.length; part++) {
            byte[] bytes = Base64Url.decode(parts[part]);
            assertThat(bytes).isNotNull();
            if (bytes == null || bytes.length == 0) {
                flipped.add(with(parts, part, "AA"));
                continue;
            }
            for (int place = 0; place <= 16; place++) {
                int index = place * (bytes.length - 1) / 16;
                for (int bit : new int[] {0, 3, 7}) {
                    bytes[index] ^= (byte) (1 << bit);
                    flipped.add(with(parts, part, Base64Url.encode(bytes)));
                    bytes[index] ^= (byte) (1 << bit);
                }
            }
        }
        return flipped;
    }

    private static String with(String[] parts, int index, String part) {
        String[] changed = parts.clone();
        changed[index] = part;
        return String.join(".", changed);
    }
}
