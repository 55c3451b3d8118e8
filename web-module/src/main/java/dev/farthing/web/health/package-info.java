/** Liveness and readiness. */
@NullMarked
package dev.farthing.web.health;

import org.jspecify.annotations.NullMarked;
