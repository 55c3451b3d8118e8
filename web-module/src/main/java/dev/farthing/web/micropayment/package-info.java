/** Sealed submissions, and operators' work on catalogue, consents and top-ups. */
@NullMarked
package dev.farthing.web.micropayment;

import org.jspecify.annotations.NullMarked;
