package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** Which entitlements there are, and which are revoked. */
@Dependent
class EntitlementStore {
    @Inject
    private Database database;

    /** The last number that an entitlement may have; -1 before the first. */
    long lastStatus() {
        return database.read(
                sql -> sql.select("select case when is_called then last_value else -1 end from entitlement_status")
                        .mapTo(Long.class)
                        .one());
    }

    /** The revoked among so many from the first given, counted from there. */
    List<Integer> revoked(long first, int count) {
        return database.read(sql -> sql.select("""
                        select (status_index - ?)::integer from revoked_entitlement
                         where status_index >= ? and status_index < ?
                        """, first, first, first + count)
                .mapTo(Integer.class)
                .list());
    }
}
