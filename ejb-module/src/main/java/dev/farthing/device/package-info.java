/** Customers' devices: how each brings in its key, and which customer a request's proof speaks for. */
@NullMarked
package dev.farthing.device;

import org.jspecify.annotations.NullMarked;
