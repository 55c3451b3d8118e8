/** How often one party may ask. */
@NullMarked
package dev.farthing.web.limit;

import org.jspecify.annotations.NullMarked;
