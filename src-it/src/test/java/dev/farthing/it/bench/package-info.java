/** The bench: how fast the house is, in ratios measured in one run; run by {@code ./farthing bench}. */
@NullMarked
package dev.farthing.it.bench;

import org.jspecify.annotations.NullMarked;
