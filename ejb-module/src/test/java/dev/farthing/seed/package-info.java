/** Where tests get their random numbers from. */
@NullMarked
package dev.farthing.seed;

import org.jspecify.annotations.NullMarked;
