/** The server's JWKS, vendors' enrolment, and the proof that each vendor request carries. */
@NullMarked
package dev.farthing.web.keys;

import org.jspecify.annotations.NullMarked;
