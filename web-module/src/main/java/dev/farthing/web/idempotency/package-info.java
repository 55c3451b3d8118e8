/** The Idempotency-Key of unsealed writes. */
@NullMarked
package dev.farthing.web.idempotency;

import org.jspecify.annotations.NullMarked;
