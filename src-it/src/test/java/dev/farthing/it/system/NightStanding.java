package dev.farthing.it.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a night has come, as it stands in the database and on the disk.
 *
 * @param step those of the last attempt that were begun and not ended
 * @param files state by name
 * @param staged length by name of what lies beside the bank's folder, {@code handed} of what lies in it
 */
record NightStanding(
        String day,
        String step,
        boolean live,
        long deltas,
        long firmed,
        boolean allFirm,
        boolean summed,
        long statements,
        long decided,
        long payouts,
        long collections,
        long customerStatements,
        Map<String, String> files,
        boolean proved,
        Map<String, Long> staged,
        Map<String, Long> handed) {
    private static final String QUERY = """
            select (select state from business_day where day = d.day and calendar_id = 1) as day_state,
                   (select string_agg(distinct s.step, ',') from job_step s join job_run r on r.id = s.run_id
                     where r.subject = d.day::text and s.attempt = r.attempt and s.state = 'RUNNING') as step,
                   exists (select 1 from ledger_day where business_date = d.day) as live,
                   (select count(*) from delta where business_date <= d.day) as deltas,
                   (select count(*) from firming where firmed_on = d.day) as firmed,
                   exists (select 1 from firming_done where closing_day = d.day) as all_firm,
                   exists (select 1 from payment_total_day where business_date = d.day) as summed,
                   (select count(*) from vendor_statement where cycle_end = d.day) as statements,
                   (select count(*) from vendor_statement where cycle_end = d.day and decided) as decided,
                   (select count(*) from payout where business_date = d.day) as payouts,
                   (select count(*) from collection where business_date = d.day) as collections,
                   (select count(*) from customer_statement where cycle_end = d.day) as customer_statements,
                   (select string_agg(name || ' ' || state, ',' order by name) from bank_file
                     where business_date = d.day) as files,
                   exists (select 1 from night_proof where business_date = d.day) as proved
              from (select ?::date as day) d
            """;

    static NightStanding of(FarthingServer server, String day) throws SQLException, IOException {
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, day);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new NightStanding(
                        row.getString("day_state"),
                        String.valueOf(row.getString("step")),
                        row.getBoolean("live"),
                        row.getLong("deltas"),
                        row.getLong("firmed"),
                        row.getBoolean("all_firm"),
                        row.getBoolean("summed"),
                        row.getLong("statements"),
                        row.getLong("decided"),
                        row.getLong("payouts"),
                        row.getLong("collections"),
                        row.getLong("customer_statements"),
                        states(row.getString("files")),
                        row.getBoolean("proved"),
                        lengths(server.home().resolve("bank").resolve("staging")),
                        lengths(server.home().resolve("bank").resolve("out")));
            }
        }
    }

    /** The files' states, in the order in which they are handed over. */
    List<String> fileStates() {
        return new ArrayList<>(files.values());
    }

    private static Map<String, String> states(@Nullable String listed) {
        Map<String, String> states = new TreeMap<>();
        if (listed != null) {
            for (String one : listed.split(",", -1)) {
                int space = one.indexOf(' ');
                states.put(one.substring(0, space), one.substring(space + 1));
            }
        }
        return Collections.unmodifiableMap(states);
    }

    /** Of the files that are meant for the bank: what begins with a dot is the folder's own. */
    private static Map<String, Long> lengths(Path folder) throws IOException {
        Map<String, Long> lengths = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[!.]*")) {
                for (Path file : found) {
                    lengths.put(String.valueOf(file.getFileName()), Files.size(file));
                }
            }
        }
        return Collections.unmodifiableMap(lengths);
    }
}
