package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.message.Submission;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: what is sealed can be opened, by every pair of families. Method: all four pairs, fresh keys each time. */
class RoundTripTest {
    static Stream<Arguments> pairs() {
        return Stream.of(KeyFamily.values())
                .flatMap(signing -> Stream.of(KeyFamily.values()).map(encryption -> Arguments.of(signing, encryption)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void opensWhatWasSealed(KeyFamily signing, KeyFamily encryption) throws Exception {
        Peers peers = Peers.of(signing, encryption);
        Workload work = new Workload();
        String message = peers.seal();

        Opened opened = peers.open(message, work);

        assertThat(Submission.fromClaims(opened.claims())).isEqualTo(Peers.submission());
        assertThat(opened.signerKid()).isEqualTo(peers.vendorKey().kid());
        assertThat(opened.family()).isEqualTo(signing);
        assertThat(opened.messageSha256()).isEqualTo(Sha256.of(message.getBytes(StandardCharsets.US_ASCII)));
        assertThat(work.agreements()).isEqualTo(1);
        assertThat(work.decryptions()).isEqualTo(1);
        assertThat(work.verifications()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void opensWithKeysThatWereStoredAsText(KeyFamily signing, KeyFamily encryption) throws Exception {
        Peers made = Peers.of(signing, encryption);
        Peers read = new Peers(
                SigningKey.fromJwk(made.vendorKey().toJwk()),
                DecryptionKey.fromJwk(made.serverKey().toJwk()));

        assertThat(read.vendorKey().kid()).isEqualTo(made.vendorKey().kid());
        assertThat(read.open(made.seal()).claims())
                .isEqualTo(made.open(read.seal()).claims());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void sealsTheSameClaimsDifferentlyEachTime(KeyFamily signing, KeyFamily encryption) {
        Peers peers = Peers.of(signing, encryption);
        assertThat(peers.seal()).isNotEqualTo(peers.seal());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void refusesToSealWhatNobodyWouldOpen(KeyFamily signing, KeyFamily encryption) {
        Peers peers = Peers.of(signing, encryption);
        assertThatThrownBy(() -> peers.seal(new byte[SealedEnvelope.MAX_MESSAGE_CHARS]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 16384");
    }
}
