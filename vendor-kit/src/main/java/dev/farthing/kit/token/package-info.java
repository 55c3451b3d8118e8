/** Statements of the server that anyone can verify offline with its published keys: entitlements, their status lists. */
@NullMarked
package dev.farthing.kit.token;

import org.jspecify.annotations.NullMarked;
