package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Inquiry;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.proof.Enrolment;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's client: seals a purchase, sends it, and believes only an answer that is the server's, to this vendor, to this
 * very message and to what was asked.
 *
 * <p>With a journal, what is asked is on disk before it is sent, and when no answer comes the client inquires: the submission
 * is then settled, one way or the other, instead of arriving late. Without one it sends the same submission again, sealed
 * anew, which can never pay twice. Thread-safe.
 */
public final class FarthingClient {
    /** How long a submission may be accepted; short, since a retry is sealed anew. */
    public static final Duration MESSAGE_LIFETIME = Duration.ofMinutes(2);

    private static final String ENROLMENTS_PATH = "/api/v1/enrolments";
    private static final int SUBMISSION_ID_BYTES = 16;
    private static final int CREATED = 201;

    /** Who talks to whom, with which keys: those of the file if there is one. */
    record Place(
            Server server,
            String vendor,
            VendorKeys keys,
            @Nullable KeyFile keyFile) {}

    private final Place place;
    private final ClientSettings settings;
    private final Wire wire;
    private final ServerKeys serverKeys;
    private final SealedCalls calls;
    private final @Nullable SubmissionJournal journal;

    /**
     * A client of an enrolled vendor, whose keys stay as they are.
     *
     * @param vendor the vendor's id, as the enrolment's answer said
     */
    public FarthingClient(Server server, String vendor, VendorKeys keys, ClientSettings settings) {
        this(new Place(server, vendor, keys, null), settings, null);
    }

    /**
     * A client of an enrolled vendor that can rotate the vendor's keys, and follows when another process does.
     *
     * @param vendor the vendor's id, as the enrolment's answer said
     */
    public FarthingClient(Server server, String vendor, KeyFile keys, ClientSettings settings) {
        this(new Place(server, vendor, keys.keys(), keys), settings, null);
    }

    private FarthingClient(Place place, ClientSettings settings, @Nullable SubmissionJournal journal) {
        this.place = place;
        this.settings = settings;
        this.wire = new Wire(settings);
        this.serverKeys = new ServerKeys(place.server(), wire, settings.clock());
        this.calls = new SealedCalls(place, settings, wire, serverKeys);
        this.journal = journal;
    }

    /** The same client, with that journal: it must be this vendor's at this server. */
    public FarthingClient with(SubmissionJournal other) {
        return new FarthingClient(place, settings, other);
    }

    /**
     * Enrols a vendor's first keys with the one-time code that an operator handed out.
     *
     * @throws Rejected if the server does not accept it (the code is used up or wrong, or the clocks differ)
     * @throws AnswerNotBound if the answer speaks of other keys or another server
     * @throws IOException if no answer came
     */
    public static Enrolled enrol(Server server, String code, VendorKeys keys, ClientSettings settings)
            throws Rejected, AnswerNotBound, IOException, InterruptedException {
        String enrolment = Enrolment.sign(
                code,
                keys.signing(),
                keys.decryption().encryptionKey(),
                server.audience(),
                settings.clock().instant());
        HttpResponse<byte[]> response =
                new Wire(settings).exchange(SealedCalls.post(server, ENROLMENTS_PATH, enrolment));
        if (response.statusCode() != CREATED) {
            throw Wire.rejection(response);
        }
        try {
            ObjectNode answer = StrictJson.object(response.body());
            Enrolled enrolled = new Enrolled(
                    answer.path("vendor").asText(),
                    answer.path("signingKid").asText(),
                    answer.path("encryptionKid").asText(),
                    answer.path("audience").asText());
            if (!enrolled.signingKid().equals(keys.signing().kid())
                    || !enrolled.encryptionKid().equals(keys.decryption().kid())
                    || !enrolled.audience().equals(server.audience())) {
                throw new AnswerNotBound("it speaks of other keys or another server");
            }
            return enrolled;
        } catch (MalformedJson e) {
            throw new AnswerNotBound("it is " + e.getMessage());
        }
    }

    /** An id that no submission has had. */
    public String newSubmissionId() {
        byte[] id = new byte[SUBMISSION_ID_BYTES];
        settings.random().nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Pays under a new submission id; like {@link #pay(Purchase, String)}. */
    public Answer pay(Purchase purchase) throws ClientFailure, InterruptedException {
        return pay(purchase, newSubmissionId());
    }

    /**
     * Pays, or settles what became of an earlier attempt under the same id. Asks again after a time-out, a cut connection,
     * 429, 5xx and a 404 that is not Farthing's, up to {@link Patience#maxAttempts()}, with pauses that double and are at least {@code Retry-After}; with
     * a journal it inquires instead, unless the server said that it had decided nothing.
     *
     * @throws IllegalArgumentException if no such request can be made: then nothing is recorded either
     * @throws AnswerNotBound if an answer came that is not the server's to this very message and purchase
     * @throws Rejected if the server did not take the request and no earlier attempt can have been booked
     * @throws NotRecorded if the journal could not take it
     * @throws NotSent if the server could not be reached, or was not there to take it: a 404 that is not Farthing's
     * @throws UnknownOutcome if no answer came, now or to an earlier attempt that the journal has open: {@link #settleOpen} finds out
     */
    public Answer pay(Purchase purchase, String submissionId) throws ClientFailure, InterruptedException {
        return ask(submissionId, AskedFor.payment(purchase), paying(purchase));
    }

    /**
     * Pays many at once, in one message, or settles what became of an earlier attempt under the same ids. A purchase here is
     * the same as one that is sent singly under its id. The bulk is sent again, sealed anew, until every purchase is decided:
     * after a time-out, a cut connection and the statuses that pass, as in {@link #pay(Purchase, String)}, and as long as answers come in which
     * fewer are pending than before. With a journal every purchase is on disk before it is sent; those that stay pending
     * are open in it.
     *
     * @param bulkId names the bulk, not a purchase
     * @param purchases 1 to 1000 by their submission ids, in the order of the map
     * @param entitlements whether to ask for them, of at most 100 purchases; those of others come with an inquiry
     * @return a {@link dev.farthing.kit.message.BulkAnswer}, incomplete if patience ended before everything was decided; or
     *     the refusal of the whole, of which nothing is done
     * @throws IllegalArgumentException if no such request can be made: then nothing is recorded either
     * @throws AnswerNotBound if an answer came that is not the server's to this very message and these purchases
     * @throws Rejected if the server did not take the request and no earlier attempt can have been booked
     * @throws NotRecorded if the journal could not take it
     * @throws NotSent if the server could not be reached, or was not there to take it: a 404 that is not Farthing's
     * @throws UnknownOutcome if no answer came, now or to an earlier attempt that the journal has open: send the same bulk again; or,
     *     with a journal, {@link #settleOpen}
     */
    public Answer payAll(String bulkId, Map<String, Purchase> purchases, boolean entitlements)
            throws ClientFailure, InterruptedException {
        return new BulkCalls(calls, settings, journal).payAll(bulkId, purchases, entitlements);
    }

    /** Gives back under a new id; like {@link #giveBack(GiveBack, String)}. */
    public Answer giveBack(GiveBack what) throws ClientFailure, InterruptedException {
        return giveBack(what, newSubmissionId());
    }

    /**
     * Reverses or refunds, or settles what became of an earlier attempt under the same id; asks again, and fails, like
     * {@link #pay(Purchase, String)}.
     *
     * @param id names the return, not the payment
     */
    public Answer giveBack(GiveBack what, String id) throws ClientFailure, InterruptedException {
        SealedCalls.Asking asking =
                header -> new Return(header, what.kind(), what.submission(), what.quantity(), what.reason());
        return ask(id, AskedFor.giveBack(what), asking);
    }

    /**
     * Asks what became of a payment, reversal or refund, and settles it: one that the server has not seen is refused as
     * {@code FENCED} from then on, whenever it may arrive. Asks again, and fails, like {@link #pay(Purchase, String)}.
     */
    public Answer inquire(String submissionId) throws ClientFailure, InterruptedException {
        SubmissionJournal.Entry entry = journal == null ? null : journal.find(submissionId);
        Answer answer = calls.settle(submissionId, false, Inquiry::new, Inquiry::new);
        if (entry != null) {
            AskedFor.requireAnswered(entry.ask(), answer);
            remember(submissionId, outcome(answer));
        }
        return answer;
    }

    /**
     * What became of something that was left open.
     *
     * @param answer null if it is still not known
     * @param failure why it is not known, null if it is
     */
    public record Settlement(
            SubmissionJournal.Entry entry,
            @Nullable Answer answer,
            @Nullable String failure) {}

    /**
     * Settles whatever the journal has open and nobody is asking about now, the oldest first: to be called when a process
     * starts. One that cannot be settled stays open and keeps no other from it; when the server cannot be reached at all,
     * the rest stays open too.
     *
     * @throws IllegalStateException without a journal
     */
    public List<Settlement> settleOpen() throws InterruptedException {
        if (journal == null) {
            throw new IllegalStateException("Only a client with a journal knows what is open.");
        }
        List<Settlement> settlements = new ArrayList<>();
        String notReached = null;
        for (SubmissionJournal.Entry entry : journal.leftOver()) {
            Answer answer = null;
            String failure = notReached;
            if (notReached == null) {
                try {
                    answer = inquire(entry.submissionId());
                } catch (NotSent e) {
                    notReached = String.valueOf(e.getMessage());
                    failure = notReached;
                } catch (ClientFailure | IllegalArgumentException e) {
                    failure = String.valueOf(e.getMessage());
                }
            }
            settlements.add(new Settlement(entry, answer, failure));
        }
        return settlements;
    }

    /** Reads the server's signed statements to this vendor: tickets and entitlements. */
    public Statements statements() {
        return new Statements(place.server(), place.vendor(), settings, wire, serverKeys);
    }

    /**
     * Seals a purchase, for sending it by {@link #send}.
     *
     * @throws IOException if the server's keys cannot be fetched
     */
    public String seal(Purchase purchase, String submissionId) throws IOException, InterruptedException {
        return calls.seal(submissionId, paying(purchase));
    }

    /**
     * Sends a sealed message once.
     *
     * @throws AnswerNotBound if an answer came that is not the server's to this very message
     * @throws Rejected if the server did not take the request
     * @throws UnknownOutcome if no answer came, or one that may pass
     */
    public Answer send(String message, String submissionId) throws ClientFailure, InterruptedException {
        return calls.send(message, submissionId);
    }

    /**
     * Replaces the signing key by a new one while payments go on: the new key is on disk before it is offered, messages signed
     * with the old one are accepted until its overlap ends. Whoever was interrupted calls it again, which goes on where it
     * stopped and makes no second key.
     *
     * @param family of the new key
     * @return the id of the key that is in use now
     * @throws IllegalStateException if this client has its keys from memory
     * @throws Rejected if the server does not take the new key, or knows none of the vendor's: then enrol again
     * @throws IOException if no answer came, the file cannot be written, or somebody else rotates just now
     */
    public String rotateSigningKey(KeyFamily family) throws ClientFailure, IOException, InterruptedException {
        return rotation().rotateSigning(family);
    }

    /**
     * Replaces the key that answers are sealed to, like {@link #rotateSigningKey}; answers under way to the old key are still
     * opened, for an hour.
     *
     * @param family of the new key
     * @return the id of the key that is in use now
     * @throws IllegalStateException if this client has its keys from memory
     * @throws Rejected if the server does not take the new key, or knows none of the vendor's: then enrol again
     * @throws IOException if no answer came, the file cannot be written, or somebody else rotates just now
     */
    public String rotateEncryptionKey(KeyFamily family) throws ClientFailure, IOException, InterruptedException {
        return rotation().rotateDecryption(family);
    }

    private KeyRotation rotation() {
        if (place.keyFile() == null) {
            throw new IllegalStateException("Keys in memory would be lost in a crash: give the client a KeyFile.");
        }
        return new KeyRotation(
                new KeyRotation.Parties(place.server(), place.vendor()), place.keyFile(), settings, wire, serverKeys);
    }

    private static SealedCalls.Asking paying(Purchase purchase) {
        return header ->
                new Submission(header, purchase.customer(), purchase.item(), purchase.quantity(), purchase.guard());
    }

    private Answer ask(String id, ObjectNode what, SealedCalls.Asking asking)
            throws ClientFailure, InterruptedException {
        if (journal == null) {
            Answer answer = calls.settle(id, false, asking, asking);
            AskedFor.requireAnswered(what, answer);
            return answer;
        }
        calls.check(id, asking);
        boolean openBefore;
        try {
            openBefore = !journal.ask(id, what);
        } catch (IOException e) {
            throw new NotRecorded(String.valueOf(e.getMessage()));
        }
        try {
            Answer answer = calls.settle(id, openBefore, asking, Inquiry::new);
            AskedFor.requireAnswered(what, answer);
            remember(id, outcome(answer));
            return answer;
        } catch (Rejected e) {
            remember(id, StrictJson.newObject().put("outcome", "rejected").put("code", e.code()));
            throw e;
        } catch (NotSent e) {
            remember(id, StrictJson.newObject().put("outcome", "not-sent"));
            throw e;
        } finally {
            journal.stopAsking(id);
        }
    }

    private void remember(String id, ObjectNode outcome) {
        try {
            if (journal != null) {
                journal.settle(id, outcome);
            }
        } catch (IOException e) {
            // The answer is known and stands. On disk the entry stays open, and is settled again at the next start.
        }
    }

    private static ObjectNode outcome(Answer answer) {
        if (answer instanceof Confirmation confirmation) {
            return StrictJson.newObject()
                    .put("outcome", "accepted")
                    .put("payment", confirmation.payment().id());
        }
        if (answer instanceof Returned returned) {
            return StrictJson.newObject()
                    .put("outcome", returned.booking().kind().operation())
                    .put("return", returned.booking().id());
        }
        String code = answer instanceof Refusal refusal ? refusal.code() : "";
        return StrictJson.newObject().put("outcome", "refused").put("code", code);
    }
}
