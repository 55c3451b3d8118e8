/** Strict JSON: what every message, header and key of the kit is read with. */
@NullMarked
package dev.farthing.kit.json;

import org.jspecify.annotations.NullMarked;
