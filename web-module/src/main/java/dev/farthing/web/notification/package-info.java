/** What customers were told. */
@NullMarked
package dev.farthing.web.notification;

import org.jspecify.annotations.NullMarked;
