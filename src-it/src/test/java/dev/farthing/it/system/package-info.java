/** Tests of the whole system: real servers as processes of their own, reached as the world reaches them. */
@NullMarked
package dev.farthing.it.system;

import org.jspecify.annotations.NullMarked;
