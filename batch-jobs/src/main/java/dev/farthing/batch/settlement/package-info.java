/** The night: jobs over the facades of the ledger and the calendar. */
@NullMarked
package dev.farthing.batch.settlement;

import org.jspecify.annotations.NullMarked;
