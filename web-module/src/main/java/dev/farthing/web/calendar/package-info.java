/** Business days, and the job that closes one. */
@NullMarked
package dev.farthing.web.calendar;

import org.jspecify.annotations.NullMarked;
