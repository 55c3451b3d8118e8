/** The sealed envelope: a message that is signed by one party and can be read by one other (JWS inside JWE). */
@NullMarked
package dev.farthing.kit.envelope;

import org.jspecify.annotations.NullMarked;
