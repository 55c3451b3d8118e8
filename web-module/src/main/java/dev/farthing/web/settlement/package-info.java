/** The night at the edge: jobs, tariffs, payouts, collections, files, breaks, and the statements of vendors and customers. */
@NullMarked
package dev.farthing.web.settlement;

import org.jspecify.annotations.NullMarked;
