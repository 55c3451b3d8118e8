/** What a vendor asks and what the server answers, as records, and their claims. */
@NullMarked
package dev.farthing.kit.message;

import org.jspecify.annotations.NullMarked;
