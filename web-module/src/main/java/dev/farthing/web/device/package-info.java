/** Customers' devices: how they come in, how they go, and the proof that each customer request carries. */
@NullMarked
package dev.farthing.web.device;

import org.jspecify.annotations.NullMarked;
