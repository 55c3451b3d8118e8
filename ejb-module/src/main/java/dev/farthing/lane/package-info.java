/** A generic coalescer: gathers concurrent commands of one kind into batches. Knows nothing of money. */
@NullMarked
package dev.farthing.lane;

import org.jspecify.annotations.NullMarked;
