package dev.farthing.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of runs and their steps. */
@Dependent
class RunStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, Long>> AMOUNTS = new TypeReference<>() {};

    /** A run whose holder's lease has passed is interrupted, also before anybody has said so. */
    private static final String RUN = """
            select id, job, subject, attempt, node, started_by, started_at, ended_at, message,
                   case when state = 'RUNNING' and lease_until < :now then 'INTERRUPTED' else state end as state
              from job_run
            """;

    @Inject
    private Database database;

    /** Whoever begins a run of this job does so alone, until the transaction ends. Class 7. */
    void lockJob(String job) {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(7, hashtext(?))", job));
    }

    /** Marks what nobody works on any more: the lease has passed, or the node that held it was started anew. */
    void interrupt(String job, Holder holder, Instant now) {
        database.write(sql -> sql.createUpdate("""
                        update job_run set state = 'INTERRUPTED'
                         where job = :job and state = 'RUNNING'
                           and (lease_until < :now or node = :node and holder <> :start)
                        """)
                .bind("job", job)
                .bind("now", now)
                .bind("node", holder.node())
                .bind("start", holder.start())
                .execute());
    }

    Optional<Long> find(String job, String subject) {
        return database.read(sql -> sql.select("select id from job_run where job = ? and subject = ?", job, subject)
                .mapTo(Long.class)
                .findOne());
    }

    RunState state(long id) {
        return RunState.valueOf(database.read(sql -> sql.select("select state from job_run where id = ?", id)
                .mapTo(String.class)
                .one()));
    }

    Optional<Long> running(String job) {
        return database.read(sql -> sql.select("select id from job_run where job = ? and state = 'RUNNING'", job)
                .mapTo(Long.class)
                .findOne());
    }

    Optional<String> subjectUnderWay(String job, Instant now) {
        return database.read(sql -> sql.select(
                        "select subject from job_run where job = ? and state = 'RUNNING' and lease_until >= ?",
                        job,
                        now)
                .mapTo(String.class)
                .findOne());
    }

    long insert(String job, String subject, String actor, Holder holder, Instant now, Instant leaseUntil) {
        return database.read(sql -> sql.createQuery("""
                        insert into job_run (job, subject, state, attempt, holder, node, started_by, started_at, lease_until)
                        values (:job, :subject, 'RUNNING', 1, :start, :node, :actor, :now, :until)
                        returning id
                        """)
                .bind("job", job)
                .bind("subject", subject)
                .bind("start", holder.start())
                .bind("node", holder.node())
                .bind("actor", actor)
                .bind("now", now)
                .bind("until", leaseUntil)
                .mapTo(Long.class)
                .one());
    }

    long again(long id, Holder holder, Instant leaseUntil) {
        database.write(sql -> sql.execute("""
                update job_run
                   set state = 'RUNNING', attempt = attempt + 1, holder = ?, node = ?, lease_until = ?,
                       stop_requested = false, message = null, ended_at = null
                 where id = ?
                """, holder.start(), holder.node(), leaseUntil, id));
        return id;
    }

    boolean renew(long run, Holder holder, Instant leaseUntil) {
        return database.read(sql -> sql.createQuery("""
                        update job_run set lease_until = :until
                         where id = :run and holder = :start and state = 'RUNNING'
                        returning not stop_requested
                        """)
                .bind("until", leaseUntil)
                .bind("run", run)
                .bind("start", holder.start())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    void requestStop(long run) {
        database.write(sql -> sql.execute("update job_run set stop_requested = true where id = ?", run));
    }

    void end(long run, Holder holder, RunState how, @Nullable String message, Instant now) {
        database.write(sql -> sql.execute(
                "update job_run set state = ?, message = ?, ended_at = ? where id = ? and holder = ? and state = 'RUNNING'",
                how.name(),
                message,
                now,
                run,
                holder.start()));
    }

    void beginStep(long run, int attempt, String step, int part, Instant now) {
        database.write(sql -> sql.execute("""
                insert into job_step (run_id, attempt, step, part, state, began_at, updated_at)
                values (?, ?, ?, ?, 'RUNNING', ?, ?)
                on conflict (run_id, attempt, step, part) do update set state = 'RUNNING', updated_at = excluded.updated_at
                """, run, attempt, step, part, now, now));
    }

    void advance(long run, int attempt, String step, Progress progress, Instant now) {
        database.write(sql -> sql.createUpdate("""
                        update job_step
                           set done = done + :done, updated_at = :now,
                               amounts = amounts || (
                                 select coalesce(jsonb_object_agg(a.key, a.value::bigint + coalesce((amounts ->> a.key)::bigint, 0)), '{}')
                                   from jsonb_each_text(:amounts::jsonb) a)
                         where run_id = :run and attempt = :attempt and step = :step and part = :part
                        """)
                .bind("done", progress.done())
                .bind("now", now)
                .bind("amounts", json(progress.amounts()))
                .bind("run", run)
                .bind("attempt", attempt)
                .bind("step", step)
                .bind("part", progress.part())
                .execute());
    }

    void endStep(long run, int attempt, String step, int part, String state, @Nullable String note, Instant now) {
        database.write(sql -> sql.execute("""
                update job_step set state = ?, note = coalesce(?, note), updated_at = ?
                 where run_id = ? and attempt = ? and step = ? and part = ?
                """, state, note, now, run, attempt, step, part));
    }

    Optional<Run> read(long id, Instant now) {
        return database.read(sql -> sql.createQuery(RUN + "where id = :id")
                .bind("now", now)
                .bind("id", id)
                .map((row, context) -> run(row))
                .findOne());
    }

    List<Run> list(long before, int limit, Instant now) {
        return database.read(sql -> sql.createQuery(RUN + "where id < :before order by id desc limit :limit")
                .bind("now", now)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> run(row))
                .list());
    }

    Run withSteps(Run run) {
        List<Run.Step> steps = database.read(sql -> sql.createQuery("""
                        select step, min(state) filter (where state <> 'DONE') as unfinished, sum(done)::bigint as done,
                               (select coalesce(jsonb_object_agg(t.key, t.total), '{}')::text
                                  from (select a.key, sum(a.value::bigint)::bigint as total
                                          from job_step p cross join jsonb_each_text(p.amounts) a
                                         where p.run_id = s.run_id and p.attempt = s.attempt and p.step = s.step
                                         group by a.key) t) as amounts,
                               string_agg(note, '; ' order by part) as note,
                               (1000 * sum(done) / greatest(1, 1000 * extract(epoch from max(updated_at) - min(began_at))))::bigint
                                 as per_second
                          from job_step s
                         where run_id = :run and attempt = :attempt
                         group by run_id, attempt, step
                         order by min(began_at), step
                        """)
                .bind("run", run.id())
                .bind("attempt", run.attempt())
                .map((row, context) -> step(row))
                .list());
        return new Run(
                run.id(),
                run.job(),
                run.subject(),
                run.state(),
                run.attempt(),
                run.node(),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                run.message(),
                steps);
    }

    private static Run run(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        return new Run(
                row.getLong("id"),
                row.getString("job"),
                row.getString("subject"),
                RunState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getString("node"),
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                row.getString("message"),
                List.of());
    }

    private static Run.Step step(ResultSet row) throws SQLException {
        @Nullable String unfinished = row.getString("unfinished");
        return new Run.Step(
                row.getString("step"),
                unfinished == null ? "DONE" : unfinished,
                row.getLong("done"),
                amounts(row.getString("amounts")),
                row.getString("note"),
                row.getLong("per_second"));
    }

    private static String json(Map<String, Long> amounts) {
        try {
            return JSON.writeValueAsString(amounts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Amounts by currency are JSON", e);
        }
    }

    private static Map<String, Long> amounts(String json) {
        try {
            return JSON.readValue(json, AMOUNTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The amounts of a step are not as they were written", e);
        }
    }
}
