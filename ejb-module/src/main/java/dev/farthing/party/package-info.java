/** Who Farthing deals with: vendors and customers. */
@NullMarked
package dev.farthing.party;

import org.jspecify.annotations.NullMarked;
