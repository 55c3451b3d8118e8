/** Unsealed writes that a caller may send again: what was answered to an Idempotency-Key. */
@NullMarked
package dev.farthing.idempotency;

import org.jspecify.annotations.NullMarked;
