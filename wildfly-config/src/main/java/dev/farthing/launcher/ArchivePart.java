package dev.farthing.launcher;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * A table's rows of one day, as they are to be written to a file.
 *
 * @param from what stands after FROM
 * @param order what makes the file the same each time it is written
 * @param sums a query for the sums by currency
 */
record ArchivePart(String table, LocalDate day, String from, String order, String sums) {
    private static final String NO_SUMS = "select '{}'::jsonb::text";

    /** The partition of a business day, which may be detached already. */
    static ArchivePart ofPartition(String table, LocalDate day) {
        String from = "only " + partition(table, day);
        String counted = table.equals("transfer") ? "" : " where outcome = 'ACCEPTED'";
        String sums = "select coalesce(jsonb_object_agg(currency, total::text), '{}')::text"
                + " from (select currency, sum(amount) as total from " + from + counted + " group by currency) s";
        return new ArchivePart(table, day, from, "id", sums);
    }

    /** Rows by the day of an instant in UTC, in the order of their key. */
    static ArchivePart ofRows(String table, LocalDate day, String condition, String key) {
        return new ArchivePart(table, day, table + " where " + condition, key, NO_SUMS);
    }

    static String partition(String table, LocalDate day) {
        return "\"" + table + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(day) + "\"";
    }

    String file() {
        return table + "-" + day + ".csv.gz";
    }

    String copy(String columns) {
        return "copy (select " + columns + " from " + from + " order by " + order
                + ") to stdout with (format csv, header true)";
    }
}
