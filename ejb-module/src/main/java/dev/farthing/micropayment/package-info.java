/** A vendor's sealed submission, from its opening to the sealed answer; catalogue and consent. */
@NullMarked
package dev.farthing.micropayment;

import org.jspecify.annotations.NullMarked;
