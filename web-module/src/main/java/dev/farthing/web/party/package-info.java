/** Operators' work on vendors and customers. */
@NullMarked
package dev.farthing.web.party;

import org.jspecify.annotations.NullMarked;
