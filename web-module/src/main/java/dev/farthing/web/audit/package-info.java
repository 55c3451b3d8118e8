/** The audit trail as operators read and verify it. */
@NullMarked
package dev.farthing.web.audit;

import org.jspecify.annotations.NullMarked;
