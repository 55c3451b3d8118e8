/** A vendor's process for trying a server out. */
@NullMarked
package dev.farthing.kit.demo;

import org.jspecify.annotations.NullMarked;
