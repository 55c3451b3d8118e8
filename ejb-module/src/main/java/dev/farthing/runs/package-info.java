/** Runs of jobs: who holds one, how far it is, and what its steps have done. */
@NullMarked
package dev.farthing.runs;

import org.jspecify.annotations.NullMarked;
