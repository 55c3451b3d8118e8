package dev.farthing.launcher;

import java.time.LocalDate;

/**
 * What archived_day says of a table's day.
 *
 * @param rows how many
 * @param sums by currency, JSON as the database writes it
 * @param sha256 of the file, and {@code csvSha256} of what is compressed in it
 */
record ArchivedPart(
        String table,
        LocalDate day,
        State state,
        String file,
        long rows,
        String sums,
        String sha256,
        String csvSha256) {

    /** How far it is: in a file, read back, out of the table, and gone but for the file. */
    enum State {
        EXPORTED,
        VERIFIED,
        DETACHED,
        DROPPED
    }
}
