/** The processes of the demonstration's vendors and customers: vendors and customers like any others. */
@NullMarked
package dev.farthing.kit.demo;

import org.jspecify.annotations.NullMarked;
