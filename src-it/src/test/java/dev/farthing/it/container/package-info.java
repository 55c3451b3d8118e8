/** The deployment in the server: what only transactions, locks and queues together can show. */
@NullMarked
package dev.farthing.it.container;

import org.jspecify.annotations.NullMarked;
