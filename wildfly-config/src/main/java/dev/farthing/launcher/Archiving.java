package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.launcher.ArchiveBook.Figures;
import dev.farthing.launcher.ArchiveFiles.Digests;
import dev.farthing.launcher.ArchivedPart.State;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table's day to its file, and makes sure that it is in there: the file is read back, and the table is read again in a
 * fresh snapshot. May be killed anywhere: a file is whole or under another name, and its row in archived_day comes after it.
 */
final class Archiving {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OwnersSession sql;
    private final ArchiveFiles files;
    private final ArchiveBook book;

    Archiving(OwnersSession sql, ArchiveFiles files, ArchiveBook book) {
        this.sql = sql;
        this.files = files;
        this.book = book;
    }

    /** Exports what is not exported, and verifies what is not verified; returns what the record says then. */
    ArchivedPart archive(ArchivePart part, @Nullable DayProof proof) throws SQLException, IOException, Problem {
        ArchivedPart known = book.find(part.table(), part.day()).orElse(null);
        if (known == null) {
            export(part, proof);
            known = recorded(part);
        } else if (known.state() == State.EXPORTED && !files.has(known.file())) {
            // Nothing was detached on the strength of it, so it may be written again, if it comes to the same.
            exportAgain(part, known, proof);
        }
        if (known.state() == State.EXPORTED) {
            verify(part, known);
            book.mark(part.table(), part.day(), State.VERIFIED);
        }
        return recorded(part);
    }

    /** @throws Problem unless the file is what its record says, and the table has what is in it */
    void verify(ArchivePart part, ArchivedPart known) throws SQLException, IOException, Problem {
        check(known);
        Found found = sql.snapshot(() -> {
            Figures figures = figures(part, null);
            return new Found(figures, ArchiveFiles.digest(out -> sql.copy(part.copy(figures.columns()), out)));
        });
        if (!found.csvSha256().equals(known.csvSha256())
                || found.figures().rows() != known.rows()
                || !found.figures().sums().equals(known.sums())) {
            throw new Problem("The rows of " + part.table() + " of " + part.day() + " are not those in "
                    + files.path(known.file())
                    + ": somebody has changed the table, or the record in archived_day. Nothing was detached; see "
                    + "docs/runbooks/retention.md.");
        }
    }

    /** @throws Problem unless the file is what its record says */
    void check(ArchivedPart known) throws Problem {
        Digests digests;
        try {
            digests = files.read(known.file());
        } catch (IOException unreadable) {
            throw new Problem(
                    files.path(known.file()) + " cannot be read (" + unreadable.getMessage()
                            + "), though archived_day has it: put it back from a backup. Nothing was detached.",
                    unreadable);
        }
        if (!digests.file().equals(known.sha256()) || !digests.csv().equals(known.csvSha256())) {
            throw new Problem(files.path(known.file()) + " is not what archived_day says of it (SHA-256 "
                    + digests.file() + ", but " + known.sha256()
                    + " was written): put the right one back from a backup. Nothing was detached.");
        }
    }

    private record Found(Figures figures, String csvSha256) {}

    private record Written(Figures figures, Digests digests) {}

    private void export(ArchivePart part, @Nullable DayProof proof) throws SQLException, IOException, Problem {
        Written written = write(part, proof);
        if (files.has(part.file())) {
            // Left by a run that was killed before it made the record; the same rows make the same file.
            Digests there = files.read(part.file());
            if (!there.equals(written.digests())) {
                throw new Problem(files.path(part.file())
                        + " is there already with other contents, and nothing says whose it is: move it away, or set "
                        + "FARTHING_ARCHIVE to a folder of this database's own.");
            }
        }
        files.putInPlace(part.file());
        files.writeManifest(part.file(), manifest(part, written));
        book.exported(part, written.figures(), written.digests());
    }

    private void exportAgain(ArchivePart part, ArchivedPart known, @Nullable DayProof proof)
            throws SQLException, IOException, Problem {
        Written written = write(part, proof);
        if (!written.digests().csv().equals(known.csvSha256())) {
            throw new Problem(files.path(known.file()) + " is gone, and " + part.table() + " of " + part.day()
                    + " does not have the rows any more that were in it: put the file back from a backup and compare.");
        }
        files.putInPlace(part.file());
        files.writeManifest(part.file(), manifest(part, written));
    }

    private Written write(ArchivePart part, @Nullable DayProof proof) throws SQLException, IOException, Problem {
        return sql.snapshot(() -> {
            Figures figures = figures(part, proof);
            long[] copied = new long[1];
            Digests digests = files.write(part.file(), out -> copied[0] = sql.copy(part.copy(figures.columns()), out));
            if (copied[0] != figures.rows()) {
                throw new Problem("Of " + figures.rows() + " rows of " + part.table() + " of " + part.day() + " "
                        + copied[0] + " were written: please report it. Nothing was detached.");
            }
            return new Written(figures, digests);
        });
    }

    private Figures figures(ArchivePart part, @Nullable DayProof proof) throws SQLException {
        return new Figures(
                sql.number("select count(*) from " + part.from()),
                sql.text(part.sums()),
                sql.text("""
                        select string_agg(quote_ident(attname), ',' order by attnum)
                          from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
                        """, part.table()),
                sql.text(
                        "select max(version::integer)::text from flyway_schema_history where success and version is not null"),
                part.table().equals("transfer") ? proof : null);
    }

    private static String manifest(ArchivePart part, Written written) throws IOException {
        Figures figures = written.figures();
        ObjectNode manifest = JSON.createObjectNode()
                .put("table", part.table())
                .put("day", part.day().toString())
                .put("file", part.file())
                .put("rows", figures.rows());
        manifest.set("sums", JSON.readTree(figures.sums()));
        manifest.put("sha256", written.digests().file())
                .put("csvSha256", written.digests().csv());
        for (String column : figures.columns().split(",", -1)) {
            manifest.withArray("columns").add(column);
        }
        return JSON.writeValueAsString(manifest.put("schemaVersion", figures.schemaVersion()));
    }

    private ArchivedPart recorded(ArchivePart part) throws SQLException {
        return book.find(part.table(), part.day()).orElseThrow();
    }
}
