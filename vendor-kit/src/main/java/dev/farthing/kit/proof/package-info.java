/** Proofs that a request, or a new key, comes from who holds the private key. */
@NullMarked
package dev.farthing.kit.proof;

import org.jspecify.annotations.NullMarked;
