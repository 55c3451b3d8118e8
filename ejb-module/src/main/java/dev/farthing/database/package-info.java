/** The way to the database: one Jdbi over the server's datasource, in the transaction of whoever calls. */
@NullMarked
package dev.farthing.database;

import org.jspecify.annotations.NullMarked;
