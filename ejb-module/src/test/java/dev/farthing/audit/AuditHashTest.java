package dev.farthing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chain by itself: the canonical form as its comment states it, and what the count finds in a trail that was touched. */
class AuditHashTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void hashesTheFormThatItStates() throws Exception {
        ByteBuffer form = ByteBuffer.allocate(1_000);
        form.put("farthing-audit-1".getBytes(StandardCharsets.US_ASCII));
        form.put(new byte[32]);
        form.putLong(7);
        form.putLong(AT.getEpochSecond() * 1_000_000 + 123_456);
        for (String text : List.of("operator:ann", "vendor.status", "vendor:café", "{}")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            form.putInt(bytes.length).put(bytes);
        }
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(form.flip());
        assertThat(AuditHash.of(AuditHash.ORIGIN, 7, AT, "operator:ann", "vendor.status", "vendor:café", "{}"))
                .isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    }

    @Test
    void tellsTextsApartThatJoinToTheSame() {
        assertThat(AuditHash.of(AuditHash.ORIGIN, 1, AT, "ab", "c", "d", "{}"))
                .isNotEqualTo(AuditHash.of(AuditHash.ORIGIN, 1, AT, "a", "bc", "d", "{}"));
    }

    @Test
    void findsAWholeTrailWhole() {
        AuditVerification result = count(trail(5));
        assertThat(result.isWhole()).isTrue();
        assertThat(result.entries()).isEqualTo(5);
        assertThat(result.head()).isEqualTo(trail(5).get(4).hash());
    }

    @Test
    void findsAnEmptyTrailWhole() {
        assertThat(count(List.of())).isEqualTo(new AuditVerification(0, AuditHash.ORIGIN, null, null));
    }

    @Test
    void namesAnEntryThatWasChangedInAnyOfItsParts() {
        AuditEntry third = trail(5).get(2);
        List<AuditEntry> forgeries = List.of(
                new AuditEntry(
                        3, AT.plusNanos(1_000), "a", "b", third.subject(), "{}", third.previousHash(), third.hash()),
                new AuditEntry(3, AT, "x", "b", third.subject(), "{}", third.previousHash(), third.hash()),
                new AuditEntry(3, AT, "a", "x", third.subject(), "{}", third.previousHash(), third.hash()),
                new AuditEntry(3, AT, "a", "b", "x", "{}", third.previousHash(), third.hash()),
                new AuditEntry(3, AT, "a", "b", third.subject(), "{ }", third.previousHash(), third.hash()),
                new AuditEntry(3, AT, "a", "b", third.subject(), "{}", third.previousHash(), "f".repeat(64)));
        for (AuditEntry forged : forgeries) {
            List<AuditEntry> trail = new ArrayList<>(trail(5));
            trail.set(2, forged);
            assertThat(count(trail).broken()).as("%s", forged).isEqualTo(3);
            assertThat(count(trail).entries()).isEqualTo(2);
        }
    }

    @Test
    void namesTheEntryBehindOneThatWasRehashed() {
        List<AuditEntry> trail = new ArrayList<>(trail(5));
        trail.set(2, entry(3, "another", trail.get(1).hash()));
        assertThat(count(trail).broken()).isEqualTo(4);
        assertThat(count(trail).what()).contains("not chained");
    }

    @Test
    void namesAnEntryThatIsMissing() {
        for (int gone = 0; gone < 4; gone++) {
            List<AuditEntry> trail = new ArrayList<>(trail(5));
            trail.remove(gone);
            assertThat(count(trail).broken()).isEqualTo(gone + 1);
            assertThat(count(trail).what()).contains("missing");
        }
    }

    private static AuditVerification count(List<AuditEntry> trail) {
        AuditCount count = new AuditCount();
        for (AuditEntry entry : trail) {
            if (!count.take(entry)) {
                break;
            }
        }
        return count.result();
    }

    private static List<AuditEntry> trail(int length) {
        List<AuditEntry> trail = new ArrayList<>();
        String previous = AuditHash.ORIGIN;
        for (int number = 1; number <= length; number++) {
            AuditEntry entry = entry(number, "subject " + number, previous);
            trail.add(entry);
            previous = entry.hash();
        }
        return trail;
    }

    private static AuditEntry entry(long number, String subject, String previous) {
        String hash = AuditHash.of(previous, number, AT, "a", "b", subject, "{}");
        return new AuditEntry(number, AT, "a", "b", subject, "{}", previous, hash);
    }
}
