/** Keys of vendors and of Farthing itself, enrolment, request proofs, and the opening and sealing of messages. */
@NullMarked
package dev.farthing.keys;

import org.jspecify.annotations.NullMarked;
