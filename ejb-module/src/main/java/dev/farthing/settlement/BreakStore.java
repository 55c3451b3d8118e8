package dev.farthing.settlement;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of breaks. */
@Dependent
class BreakStore {
    private static final String BREAK = """
            select id, kind, subject, owners, currency, kept, counted, detail, found_on, found_at, seen_on, state, resolution,
                   resolved_by, resolved_at
              from settlement_break
            """;

    @Inject
    private Database database;

    void record(LocalDate day, Finding finding, Instant now) {
        database.write(sql -> sql.createUpdate("""
                        insert into settlement_break as b
                               (kind, subject, owners, currency, kept, counted, detail, found_on, found_at, seen_on, state)
                        values (:kind, :subject, :owners, :currency, :kept, :counted, :detail, :day, :now, :day, 'OPEN')
                        on conflict (kind, subject) where state = 'OPEN' do update
                           set owners = excluded.owners, kept = excluded.kept, counted = excluded.counted,
                               detail = excluded.detail, seen_on = greatest(b.seen_on, excluded.seen_on)
                        """)
                .bind("kind", finding.kind())
                .bind("subject", finding.subject())
                .bindArray("owners", String.class, finding.owners())
                .bind("currency", finding.currency())
                .bind("kept", finding.kept())
                .bind("counted", finding.counted())
                .bind("detail", finding.detail())
                .bind("day", day)
                .bind("now", now)
                .execute());
    }

    /** Those of the owners that an open break touches. */
    Set<String> stopped(Collection<String> owners) {
        return Set.copyOf(database.read(sql -> sql.createQuery("""
                        select distinct o.owner
                          from unnest(:owners) as o (owner)
                          join settlement_break b on b.state = 'OPEN' and b.owners @> array[o.owner]
                        """)
                .bindArray("owners", String.class, owners)
                .mapTo(String.class)
                .list()));
    }

    List<Break> list(Break.State state, long before, int limit) {
        return database.read(sql -> sql.select(
                        BREAK + "where state = ? and id < ? order by id desc limit ?", state.name(), before, limit)
                .map(BreakStore::stored)
                .list());
    }

    Optional<Break> find(long id) {
        return database.read(sql ->
                sql.select(BREAK + "where id = ?", id).map(BreakStore::stored).findOne());
    }

    Optional<Break> lock(long id) {
        return database.read(sql -> sql.select(BREAK + "where id = ? for no key update", id)
                .map(BreakStore::stored)
                .findOne());
    }

    void resolve(long id, String resolution, String actor, Instant now) {
        database.write(sql -> sql.execute("""
                update settlement_break
                   set state = 'RESOLVED', resolution = ?, resolved_by = ?, resolved_at = ?
                 where id = ? and state = 'OPEN'
                """, resolution, actor, now, id));
    }

    long countOpen() {
        return database.read(sql -> sql.select("select count(*) from settlement_break where state = 'OPEN'")
                .mapTo(Long.class)
                .one());
    }

    private static Break stored(ResultSet row, StatementContext context) throws SQLException {
        @Nullable OffsetDateTime resolvedAt = row.getObject("resolved_at", OffsetDateTime.class);
        return new Break(
                row.getLong("id"),
                new Finding(
                        row.getString("kind"),
                        row.getString("subject"),
                        List.of((String[]) row.getArray("owners").getArray()),
                        row.getString("currency"),
                        row.getBigDecimal("kept"),
                        row.getBigDecimal("counted"),
                        row.getString("detail")),
                row.getObject("found_on", LocalDate.class),
                row.getObject("seen_on", LocalDate.class),
                row.getObject("found_at", OffsetDateTime.class).toInstant(),
                Break.State.valueOf(row.getString("state")),
                row.getString("resolution"),
                row.getString("resolved_by"),
                resolvedAt == null ? null : resolvedAt.toInstant());
    }
}
