/** The public feeds of events, for vendors and for operators. */
@NullMarked
package dev.farthing.web.outbox;

import org.jspecify.annotations.NullMarked;
