package dev.farthing.kit.proof;

import java.time.Instant;

/**
 * A proof that held. The reader still has to refuse a second use of {@code jti} by this owner, and to remember it for
 * {@link RequestProof#REMEMBER}.
 *
 * @param kid the key that made it
 * @param owner the party whose key it is
 * @param jti the proof's own id
 * @param issuedAt when it was made
 */
public record Proof(String kid, String owner, String jti, Instant issuedAt) {}
