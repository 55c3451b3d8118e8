/** Events of committed transactions: stored with their cause, relayed to the queues afterwards, taken once. */
@NullMarked
package dev.farthing.outbox;

import org.jspecify.annotations.NullMarked;
