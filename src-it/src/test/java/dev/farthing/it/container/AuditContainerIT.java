package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.audit.AuditEntry;
import dev.farthing.audit.AuditTrail;
import dev.farthing.audit.AuditVerification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: whatever was changed is in the trail, once, and the server cannot take it out. Method: entries in transactions that
 * commit, that are rolled back and that meet; and statements that the server's role must not be allowed.
 */
@Tag("container")
@Timeout(120)
class AuditContainerIT extends ContainerScenario {
    private static final int WRITERS = 4;
    private static final int ENTRIES_EACH = 15;

    /** Number, previous hash and hash are to be put in, as the last entry's columns give them. */
    private static final String LINK = """
            insert into audit_entry (number, previous_hash, hash, at, actor, action, subject, detail)
            select %s, at, actor, action, subject, detail from audit_entry order by audit_entry.number desc limit 1
            """;

    @Inject
    private AuditTrail audit;

    @Inject
    private Transactions transactions;

    @Test
    void keepsAnEntryWithItsChangeAndNoneOfAChangeThatWasRolledBack() throws Exception {
        String subject = subject();
        record(subject, "kept");
        transactions.rollBack(() -> {
            audit.record(Town.OPERATOR, "test.lost", subject, Map.of());
            return null;
        });
        record(subject, "kept too");
        List<AuditEntry> entries = audit.page(subject, 0, AuditTrail.MOST_ON_A_PAGE);
        assertThat(entries).extracting(AuditEntry::action).containsExactly("test.made", "test.made");
        assertThat(entries.get(0).detail()).isEqualTo("{\"a\":1,\"b\":[true,null],\"what\":\"kept\"}");
        assertThat(audit.verify().isWhole()).isTrue();
    }

    @Test
    void writesNothingOutsideATransaction() {
        assertThatThrownBy(() -> audit.record(Town.OPERATOR, "test.made", subject(), Map.of()))
                .isInstanceOf(jakarta.ejb.EJBException.class);
    }

    @Test
    void chainsWhatSeveralWriteAtOnce() throws Exception {
        String subject = subject();
        AuditVerification before = audit.verify();
        List<CompletableFuture<Integer>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> transactions.meanwhile(() -> {
                    for (int i = 0; i < ENTRIES_EACH; i++) {
                        record(subject, writer + "." + i);
                    }
                    return ENTRIES_EACH;
                }))
                .toList();
        writers.forEach(CompletableFuture::join);
        List<AuditEntry> all = pages(subject, 7);
        assertThat(all).hasSize(WRITERS * ENTRIES_EACH);
        assertThat(all).extracting(AuditEntry::number).doesNotHaveDuplicates().isSorted();
        AuditVerification after = audit.verify();
        assertThat(after.isWhole()).as("%s", after).isTrue();
        assertThat(after.entries()).isGreaterThanOrEqualTo(before.entries() + WRITERS * ENTRIES_EACH);
    }

    @Test
    void knowsAHeadThatWasKeptAndNoOther() throws Exception {
        record(subject(), "one");
        AuditVerification kept = audit.verify();
        record(subject(), "another");
        assertThat(audit.verify(new AuditTrail.Head(kept.entries(), kept.head()))
                        .isWhole())
                .isTrue();
        assertThat(audit.verify(new AuditTrail.Head(kept.entries(), "f".repeat(64)))
                        .broken())
                .isEqualTo(kept.entries());
        assertThat(audit.verify(new AuditTrail.Head(kept.entries() + 1_000, kept.head()))
                        .broken())
                .isEqualTo(kept.entries() + 1_000);
    }

    @Test
    void letsTheServerAddAndReadAndNothingElse() throws Exception {
        record(subject(), "one");
        for (String statement : List.of(
                "update audit_entry set actor = 'nobody'",
                "delete from audit_entry",
                "truncate audit_entry",
                "alter table audit_entry drop column hash",
                "drop table audit_entry")) {
            assertThatThrownBy(() -> database.write(sql -> sql.execute(statement)))
                    .as(statement)
                    .hasStackTraceContaining(
                            statement.startsWith("alter") || statement.startsWith("drop")
                                    ? "must be owner"
                                    : "permission denied");
        }
        assertThat(audit.verify().isWhole()).isTrue();
    }

    @Test
    void letsTheServerAddTheNextLinkAndNoOther() throws Exception {
        record(subject(), "one");
        for (String wrong : List.of(
                "9223372036854775807, hash, sha256(hash), does not follow",
                "number + 2, hash, sha256(hash), does not follow",
                "number, hash, sha256(hash), does not follow",
                "-1, hash, sha256(hash), does not follow",
                "number + 1, previous_hash, sha256(hash), is not chained",
                "number + 1, sha256(hash), sha256(hash), is not chained",
                "number + 1, hash, previous_hash || hash, audit_entry_hash_check")) {
            int reason = wrong.lastIndexOf(", ");
            assertThatThrownBy(() -> database.write(sql -> sql.execute(LINK.formatted(wrong.substring(0, reason)))))
                    .as(wrong)
                    .hasStackTraceContaining(wrong.substring(reason + 2));
        }
        record(subject(), "two");
        assertThat(audit.verify().isWhole()).isTrue();
    }

    private void record(String subject, String what) throws Exception {
        transactions.commit(() -> {
            List<Object> list = new ArrayList<>(List.of(true));
            list.add(null);
            audit.record(Town.OPERATOR, "test.made", subject, Map.of("what", what, "b", list, "a", 1));
            return null;
        });
    }

    private List<AuditEntry> pages(String subject, int limit) {
        List<AuditEntry> all = new ArrayList<>();
        List<AuditEntry> page = audit.page(subject, 0, limit);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = audit.page(subject, all.get(all.size() - 1).number(), limit);
        }
        return all;
    }

    private static String subject() {
        return "test:" + UUID.randomUUID();
    }
}
