/** Values: an amount in a currency. No Jakarta, no database. */
@NullMarked
package dev.farthing.money;

import org.jspecify.annotations.NullMarked;
