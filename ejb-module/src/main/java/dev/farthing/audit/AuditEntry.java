package dev.farthing.audit;

import java.time.Instant;

/**
 * One change that somebody made, chained to the one before it.
 *
 * @param number 1, 2, 3… without gaps
 * @param actor {@code operator:NAME}, {@code vendor:CODE}, {@code customer:CODE} or {@code farthing}
 * @param action what was done, such as {@code vendor.status}
 * @param subject what it was done to, such as {@code vendor:CODE}
 * @param detail JSON, with sorted members: what it was, what it is
 * @param previousHash the hash of the entry before, 64 hexadecimal digits; zeros for the first
 * @param hash of this entry, by {@link AuditHash}
 */
public record AuditEntry(
        long number,
        Instant at,
        String actor,
        String action,
        String subject,
        String detail,
        String previousHash,
        String hash) {

    boolean isTrue() {
        return hash.equals(AuditHash.of(previousHash, number, at, actor, action, subject, detail));
    }
}
