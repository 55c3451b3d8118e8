/** The vendor's side of the wire: keys on disk, sealed payments over HTTP, and what to do when no answer comes. */
@NullMarked
package dev.farthing.kit.client;

import org.jspecify.annotations.NullMarked;
