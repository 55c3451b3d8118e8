package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every table, how it is stored, and every index stands in docs/reference/tables.md with its reason, and nothing else does: neither
 * the page nor the schema changes alone. Method: the page's tables against the catalogue of a migrated database.
 */
@ExtendWith(SharedServer.class)
class TablesPageIT {
    private static final String PAGE = "docs/reference/tables.md";
    private static final int STORAGE_CELLS = 5;
    private static final int INDEX_CELLS = 4;

    /** Of a partitioned table, the settings of all its partitions: one that differs from the others is another line. */
    private static final String STORAGE = """
            select distinct c.relname || ': ' || coalesce((select string_agg(o, ', ' order by o) from unnest(s.reloptions) o), '')
              from pg_class c
              left join pg_inherits i on i.inhparent = c.oid
              join pg_class s on s.oid = case c.relkind when 'p' then i.inhrelid else c.oid end
             where c.relnamespace = 'farthing'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
               and c.relname <> 'flyway_schema_history'
            """;

    private static final String INDEXES = """
            select i.indexname || ' of ' || i.tablename || ': ' || regexp_replace(i.indexdef, '^.* USING ', '')
              from pg_indexes i join pg_class c on c.relname = i.tablename and c.relnamespace = 'farthing'::regnamespace
             where i.schemaname = 'farthing' and not c.relispartition and i.tablename <> 'flyway_schema_history'
            """;

    private final FarthingServer server;

    TablesPageIT(FarthingServer server) {
        this.server = server;
    }

    @Test
    void everyTableIsStoredAsThePageSays() throws SQLException {
        assertThat(rows(STORAGE_CELLS).stream().map(row -> row.get(0) + ": " + row.get(3)))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Books.texts(server, STORAGE));
    }

    @Test
    void everyIndexIsOnThePageWithWhatNeedsIt() throws SQLException {
        List<List<String>> rows = rows(INDEX_CELLS);
        assertThat(rows.stream().map(row -> row.get(0) + " of " + row.get(1) + ": " + row.get(2)))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Books.texts(server, INDEXES));
        assertThat(rows).noneMatch(row -> row.get(3).isBlank());
    }

    /** A setting without a reason, or a reason without a setting, is a mistake of the page. */
    @Test
    void everySettingHasItsReason() {
        TreeMap<String, String> reasons = new TreeMap<>();
        rows(STORAGE_CELLS).forEach(row -> reasons.put(row.get(0) + " " + row.get(3), row.get(4)));
        assertThat(reasons).isNotEmpty().allSatisfy((stored, reason) -> assertThat(reason.isBlank())
                .as(stored)
                .isEqualTo(stored.endsWith(" ")));
    }

    /** The cells of rows that name something and have that many. */
    private static List<List<String>> rows(int cells) {
        return Launcher.read(Launcher.checkout().resolve(PAGE))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .filter(row -> row.size() == cells)
                .toList();
    }
}
