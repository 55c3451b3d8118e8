/** The REST application. */
@NullMarked
package dev.farthing.web;

import org.jspecify.annotations.NullMarked;
