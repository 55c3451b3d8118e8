package dev.farthing.audit;

import org.jspecify.annotations.Nullable;

/** Counts entries through in their order, until one is not whole. */
final class AuditCount {
    private long entries;
    private String head = AuditHash.ORIGIN;
    private @Nullable Long broken;
    private @Nullable String what;

    long entries() {
        return entries;
    }

    /** False if the entry is not the next one as it was written. */
    boolean take(AuditEntry entry) {
        if (entry.number() != entries + 1) {
            return isBroken(entries + 1, "the entry is missing");
        }
        if (!entry.previousHash().equals(head)) {
            return isBroken(entry.number(), "the entry is not chained to the one before");
        }
        if (!entry.isTrue()) {
            return isBroken(entry.number(), "the entry was changed");
        }
        entries = entry.number();
        head = entry.hash();
        return true;
    }

    AuditVerification result() {
        return new AuditVerification(entries, head, broken, what);
    }

    private boolean isBroken(long number, String how) {
        broken = number;
        what = how;
        return false;
    }
}
