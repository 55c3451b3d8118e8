/** Who changed what: an append-only trail whose entries are chained by their hashes. */
@NullMarked
package dev.farthing.audit;

import org.jspecify.annotations.NullMarked;
