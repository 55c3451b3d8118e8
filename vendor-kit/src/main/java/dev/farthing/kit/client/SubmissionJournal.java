package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor has asked for, on disk before the first byte of it is sent; and what became of it, on disk afterwards. Whoever
 * starts again after a crash finds here every submission whose outcome nobody knows, and can settle it: money that moved
 * without the vendor noticing is thereby impossible. One folder, one process, one vendor at one server.
 */
public final class SubmissionJournal implements Closeable {
    /** How many submissions may be unsettled at once: more mean that something must be settled first. */
    public static final int MAX_UNSETTLED = 10_000;

    /** How many outcomes are remembered; older ones are asked of the server. */
    public static final int MAX_SETTLED = 10_000;

    /** From which length on the file is written anew with what is still needed. */
    static final long REWRITE_BYTES = 16L << 20;

    private static final String FILE = "submissions.log";

    /**
     * Something that was asked for.
     *
     * @param submissionId names it for ever
     * @param askedAt when it was first recorded
     * @param ask what: member {@code op} is {@code pay}, {@code reverse} or {@code refund}
     */
    public record Entry(String submissionId, Instant askedAt, ObjectNode ask) {
        private ObjectNode toJson() {
            ObjectNode json = StrictJson.newObject().put("asked", submissionId).put("at", askedAt.toString());
            json.set("ask", ask);
            return json;
        }
    }

    /**
     * What became of it.
     *
     * @param submissionId of what was asked
     * @param settledAt when the answer was recorded
     * @param outcome member {@code outcome} is the answer's, or {@code rejected} for a request that the server did not take
     */
    public record Settled(String submissionId, Instant settledAt, ObjectNode outcome) {
        private ObjectNode toJson() {
            ObjectNode json =
                    StrictJson.newObject().put("settled", submissionId).put("at", settledAt.toString());
            json.set("outcome", outcome);
            return json;
        }
    }

    private final DurableLog log;
    private final ObjectNode owner;
    private final Clock clock;
    private final Map<String, Entry> unsettled = new LinkedHashMap<>();
    private final Set<String> beingAsked = new HashSet<>();
    private int rewrites;
    private final Map<String, Settled> settled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Settled> eldest) {
            return size() > MAX_SETTLED;
        }
    };

    private SubmissionJournal(DurableLog log, ObjectNode owner, Clock clock) {
        this.log = log;
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Opens the journal in that folder, or makes both.
     *
     * @param audience the server's id; an inquiry at another server would settle as "never seen" what was paid
     * @param vendor the vendor's id; so would one in another vendor's name
     * @throws IOException with what to do, if another process has it, it is another vendor's, or it is damaged
     */
    public static SubmissionJournal open(Path folder, String audience, String vendor, Clock clock) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        DurableLog log = DurableLog.open(PrivateFiles.folder(folder).resolve(FILE), records);
        try {
            ObjectNode owner = StrictJson.newObject().put("server", audience).put("vendor", vendor);
            if (records.isEmpty()) {
                log.append(owner);
            } else if (!records.get(0).equals(owner)) {
                throw new IOException("The journal in " + folder + " is of " + records.get(0) + ", not of " + owner
                        + ": use a folder for each vendor and server.");
            }
            SubmissionJournal journal = new SubmissionJournal(log, owner, clock);
            records.stream().skip(1).forEach(journal::take);
            journal.rewriteIfLong();
            return journal;
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Everything whose outcome is not known, the oldest first. */
    public synchronized List<Entry> unsettled() {
        return List.copyOf(unsettled.values());
    }

    /** What is unsettled and not being asked for just now: to inquire about the rest would close the door on it. */
    synchronized List<Entry> leftOver() {
        return unsettled.values().stream()
                .filter(entry -> !beingAsked.contains(entry.submissionId()))
                .toList();
    }

    synchronized @Nullable Entry find(String submissionId) {
        return unsettled.get(submissionId);
    }

    /** What became of a submission, or null if it is not settled, or so long ago that the server must be asked. */
    public synchronized @Nullable Settled settled(String submissionId) {
        return settled.get(submissionId);
    }

    /**
     * Records what will be asked; it is on disk when this returns.
     *
     * @return whether it was not open before
     * @throws IllegalArgumentException if that id already names something else
     * @throws IOException if it cannot be recorded: then do not send it
     */
    boolean ask(String submissionId, ObjectNode ask) throws IOException {
        return !ask(Map.of(submissionId, ask)).isEmpty();
    }

    /**
     * Records what will be asked in one message, by submission id; like {@link #ask(String, ObjectNode)}.
     *
     * @return the ids that were not open before
     */
    Set<String> ask(Map<String, ObjectNode> asks) throws IOException {
        Instant now = clock.instant();
        List<Entry> entries = asks.entrySet().stream()
                .map(ask -> new Entry(ask.getKey(), now, ask.getValue()))
                .toList();
        Set<String> fresh = admit(entries);
        boolean recorded = false;
        try {
            log.append(entries.stream().map(Entry::toJson).toList());
            recorded = true;
        } finally {
            if (!recorded) {
                stopAsking(asks.keySet());
            }
        }
        return fresh;
    }

    private synchronized Set<String> admit(List<Entry> entries) throws IOException {
        Set<String> fresh = new HashSet<>();
        for (Entry entry : entries) {
            Entry known = unsettled.get(entry.submissionId());
            if (known != null && !known.ask().equals(entry.ask())) {
                throw new IllegalArgumentException("Submission " + entry.submissionId()
                        + " already asks for something else: use an id of its own.");
            }
            if (known == null) {
                fresh.add(entry.submissionId());
            }
        }
        if (!fresh.isEmpty() && unsettled.size() + fresh.size() > MAX_UNSETTLED) {
            throw new IOException(
                    MAX_UNSETTLED + " submissions are unsettled: settle them before anything new is asked.");
        }
        entries.forEach(entry -> {
            unsettled.putIfAbsent(entry.submissionId(), entry);
            beingAsked.add(entry.submissionId());
        });
        return fresh;
    }

    /** Nobody asks any more, whether or not an answer came. */
    void stopAsking(String submissionId) {
        stopAsking(Set.of(submissionId));
    }

    /** As {@link #stopAsking(String)}, for all of them. */
    synchronized void stopAsking(Set<String> submissionIds) {
        beingAsked.removeAll(submissionIds);
    }

    /** Records what became of it; on disk when this returns. */
    void settle(String submissionId, ObjectNode outcome) throws IOException {
        settle(Map.of(submissionId, outcome));
    }

    /** Records what became of all of them, by submission id; on disk when this returns. */
    void settle(Map<String, ObjectNode> outcomes) throws IOException {
        Instant now = clock.instant();
        List<Settled> ends = outcomes.entrySet().stream()
                .map(outcome -> new Settled(outcome.getKey(), now, outcome.getValue()))
                .toList();
        List<ObjectNode> records = ends.stream().map(Settled::toJson).toList();
        int rewritesBefore = rewrites();
        log.append(records);
        synchronized (this) {
            ends.forEach(end -> {
                unsettled.remove(end.submissionId());
                settled.put(end.submissionId(), end);
            });
            if (rewritesBefore != rewrites) {
                log.append(records); // The file was written anew from what was known before.
            }
            rewriteIfLong();
        }
    }

    private synchronized int rewrites() {
        return rewrites;
    }

    private synchronized void rewriteIfLong() throws IOException {
        if (log.bytes() < REWRITE_BYTES) {
            return;
        }
        List<ObjectNode> records = new ArrayList<>(List.of(owner));
        settled.values().forEach(end -> records.add(end.toJson()));
        unsettled.values().forEach(entry -> records.add(entry.toJson()));
        log.replace(records);
        rewrites++;
    }

    private synchronized void take(ObjectNode record) {
        Instant at = Instant.parse(record.path("at").asText());
        if (record.path("ask") instanceof ObjectNode ask) {
            String id = record.path("asked").asText();
            unsettled.putIfAbsent(id, new Entry(id, at, ask));
        } else if (record.path("outcome") instanceof ObjectNode outcome) {
            String id = record.path("settled").asText();
            unsettled.remove(id);
            settled.put(id, new Settled(id, at, outcome));
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
