package dev.farthing.launcher;

import dev.farthing.launcher.ArchiveFiles.Digests;
import dev.farthing.launcher.ArchivedPart.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table archived_day: what has been written to which file, and how far it is. */
final class ArchiveBook {
    private static final String PARTS =
            "select table_name, day, state, file, row_count, sums::text as sums, sha256, csv_sha256 from archived_day ";

    /**
     * What an export found.
     *
     * @param proof of transfers only
     */
    record Figures(
            long rows,
            String sums,
            String columns,
            String schemaVersion,
            @Nullable DayProof proof) {}

    private final OwnersSession sql;
    private final Clock clock;

    ArchiveBook(OwnersSession sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    Optional<ArchivedPart> find(String table, LocalDate day) throws SQLException {
        return sql.first(ArchiveBook::part, PARTS + "where table_name = ? and day = ?", table, day);
    }

    List<ArchivedPart> all() throws SQLException {
        return sql.list(ArchiveBook::part, PARTS + "order by day, table_name");
    }

    void exported(ArchivePart part, Figures figures, Digests digests) throws SQLException {
        DayProof proof = figures.proof();
        sql.run(
                """
                insert into archived_day
                       (table_name, day, state, file, row_count, sums, sha256, csv_sha256, column_names, schema_version, accounts,
                        accounts_sha256, exported_at)
                values (?, ?, 'EXPORTED', ?, ?, ?::jsonb, ?, ?, string_to_array(?, ','), ?, ?, ?, ?)
                """,
                part.table(),
                part.day(),
                part.file(),
                figures.rows(),
                figures.sums(),
                digests.file(),
                digests.csv(),
                figures.columns(),
                figures.schemaVersion(),
                proof == null ? null : proof.accounts(),
                proof == null ? null : proof.accountsSha256(),
                clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** Notes how far a part is; what was noted before stays. */
    void mark(String table, LocalDate day, State state) throws SQLException {
        boolean detached = state == State.DETACHED || state == State.DROPPED;
        sql.run(
                """
                update archived_day
                   set state = ?, verified_at = coalesce(verified_at, ?),
                       detached_at = case when ? then coalesce(detached_at, ?) end,
                       dropped_at = case when ? then coalesce(dropped_at, ?) end
                 where table_name = ? and day = ?
                """,
                state.name(),
                clock.instant().atOffset(ZoneOffset.UTC),
                detached,
                clock.instant().atOffset(ZoneOffset.UTC),
                state == State.DROPPED,
                clock.instant().atOffset(ZoneOffset.UTC),
                table,
                day);
    }

    private static ArchivedPart part(ResultSet row) throws SQLException {
        return new ArchivedPart(
                row.getString("table_name"),
                row.getObject("day", LocalDate.class),
                State.valueOf(row.getString("state")),
                row.getString("file"),
                row.getLong("row_count"),
                row.getString("sums"),
                row.getString("sha256"),
                row.getString("csv_sha256"));
    }
}
