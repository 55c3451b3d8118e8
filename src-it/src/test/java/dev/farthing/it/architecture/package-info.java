/** What the house's design says about its classes, as rules; and classes that break each of them. */
@NullMarked
package dev.farthing.it.architecture;

import org.jspecify.annotations.NullMarked;
