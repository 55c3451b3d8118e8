/** Starts and stops Farthing on one machine: the database, the migrations, the server and the demonstration. */
@NullMarked
package dev.farthing.launcher;

import org.jspecify.annotations.NullMarked;
