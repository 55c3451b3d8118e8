/** Errors as RFC 9457 problem documents, and the JSON that requests are read with. */
@NullMarked
package dev.farthing.web.problem;

import org.jspecify.annotations.NullMarked;
