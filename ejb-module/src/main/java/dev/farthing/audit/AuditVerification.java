package dev.farthing.audit;

import org.jspecify.annotations.Nullable;

/**
 * The trail, counted through.
 *
 * @param entries how many entries are whole, from the first on
 * @param head the hash of the last of them; kept elsewhere, it shows later whether all before it was rewritten
 * @param broken the number of the first entry that is not whole, or null if all are
 * @param what is wrong with it, or null
 */
public record AuditVerification(
        long entries,
        String head,
        @Nullable Long broken,
        @Nullable String what) {
    public boolean isWhole() {
        return broken == null;
    }
}
