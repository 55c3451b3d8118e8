package dev.farthing.idempotency;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table idempotent_write. */
@Dependent
class IdempotencyStore {
    /** A write that was done under a key; every committed one has its answer. */
    record Written(String requestHash, Answer answer) {
        Answer answerTo(String asked) {
            if (!requestHash.equals(asked)) {
                throw new IdempotencyConflict();
            }
            return answer;
        }
    }

    @Inject
    private Database database;

    /** False if the key is taken; waits for the end of a transaction that has just claimed it. */
    boolean claim(String caller, String key, String requestHash, Instant at) {
        return database.read(sql -> sql.createUpdate("""
                                insert into idempotent_write (caller, key, request_hash, created_at)
                                values (:caller, :key, :hash, :at)
                                on conflict do nothing
                                """)
                        .bind("caller", caller)
                        .bind("key", key)
                        .bind("hash", requestHash)
                        .bind("at", at)
                        .execute())
                == 1;
    }

    void answer(String caller, String key, Answer answer) {
        database.write(sql -> sql.execute(
                "update idempotent_write set status = ?, body = ? where caller = ? and key = ?",
                answer.status(),
                answer.body(),
                caller,
                key));
    }

    Optional<Written> find(String caller, String key) {
        return database.read(sql -> sql.select(
                        "select request_hash, status, body from idempotent_write where caller = ? and key = ?",
                        caller,
                        key)
                .map((row, context) -> {
                    @Nullable String body = row.getString("body");
                    return new Written(row.getString("request_hash"), new Answer(row.getInt("status"), body));
                })
                .findOne());
    }

    int deleteBefore(Instant oldest, int limit) {
        return database.read(sql -> sql.createUpdate("""
                        delete from idempotent_write
                         where (caller, key) in (
                           select caller, key from idempotent_write
                            where created_at < :oldest
                            order by created_at
                            limit :limit
                              for update skip locked)
                        """)
                .bind("oldest", oldest)
                .bind("limit", limit)
                .execute());
    }
}
