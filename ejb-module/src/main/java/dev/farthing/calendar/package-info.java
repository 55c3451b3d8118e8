/** Business days: which accounting day is open, and the gate that keeps bookings out of a closing one. */
@NullMarked
package dev.farthing.calendar;

import org.jspecify.annotations.NullMarked;
