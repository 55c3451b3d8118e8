/** What customers are told, written by the listeners of the queues. */
@NullMarked
package dev.farthing.notification;

import org.jspecify.annotations.NullMarked;
