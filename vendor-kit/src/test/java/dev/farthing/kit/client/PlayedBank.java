package dev.farthing.kit.client;

import dev.farthing.kit.client.PeerServer.Reply;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.StatusList;
import dev.farthing.kit.token.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that a test plays with a memory of its own: it pays each submission once, fences, gives back and revokes. */
public final class PlayedBank implements AutoCloseable {
    /** What becomes of the next request. */
    public enum Loss {
        NONE,
        /** It is lost before the server sees it. */
        REQUEST,
        /** It is booked, and its answer is lost. */
        ANSWER
    }

    private static final String LIST = "https://bank.example/api/v1/status-lists/0";

    public final MovableClock clock = new MovableClock();
    public final PeerServer peer;
    public final VendorKeys keys = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
    public final ClientSettings settings = new ClientSettings(
            HttpClient.newHttpClient(),
            clock,
            new SecureRandom(),
            new Patience(Duration.ofSeconds(5), 3, Duration.ofMillis(1), Duration.ofSeconds(1)),
            duration -> {});
    public final List<Request> requests = new ArrayList<>();
    private final Map<String, Payment> paid = new HashMap<>();
    private final Map<String, Returned.Booking> returned = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Set<Integer> revoked = new HashSet<>();
    private Loss loss = Loss.NONE;
    private boolean silent;
    private String items = "{\"items\":[]}";
    public Entitlement.Rights rights;

    public PlayedBank() {
        try {
            peer = new PeerServer(KeyFamily.ED25519, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rights = new Entitlement.Rights(Entitlement.Model.ONCE, null, clock.instant(), null, "to read once");
        peer.know(keys);
        peer.behave(this::take);
        peer.behaveToOthers(this::take);
        peer.publish(() -> items, this::statusList);
    }

    public Server server() {
        return peer.address("http");
    }

    public FarthingClient client() {
        return new FarthingClient(server(), PeerServer.VENDOR, keys, settings);
    }

    public SubmissionJournal journal(Path folder) throws IOException {
        return SubmissionJournal.open(folder, PeerServer.AUDIENCE, PeerServer.VENDOR, clock);
    }

    public VendorApi api(Path folder) throws IOException {
        Path file = folder.resolve("keys.json");
        keys.save(file);
        return new VendorApi(server(), KeyFile.open(file), settings);
    }

    /** Sells that. */
    public synchronized void sell(String json) {
        items = json;
    }

    /** Refuses that customer from now on; null: no more. */
    public synchronized void refuse(String customer, @Nullable String code) {
        refusals.remove(customer);
        if (code != null) {
            refusals.put(customer, code);
        }
    }

    public synchronized void lose(Loss next) {
        loss = next;
    }

    /** Answers nothing but that it is broken. */
    public synchronized void fallSilent(boolean now) {
        silent = now;
    }

    public synchronized int payments() {
        return paid.size();
    }

    public synchronized int returns() {
        return returned.size();
    }

    public String ticket(String customer, @Nullable String nonce) {
        return new Ticket(
                        PeerServer.VENDOR,
                        customer,
                        client().newSubmissionId(),
                        clock.instant(),
                        clock.instant().plusSeconds(120),
                        nonce)
                .sign(PeerServer.AUDIENCE, peer.signing());
    }

    public String entitlement(Payment payment) {
        return new Entitlement(
                        PeerServer.AUDIENCE,
                        PeerServer.VENDOR,
                        payment.customer(),
                        payment.id(),
                        clock.instant(),
                        payment.item(),
                        payment.quantity(),
                        rights,
                        new Entitlement.Status(index(payment.id()), LIST))
                .sign(peer.signing());
    }

    private synchronized Reply take(Request request, String message) {
        requests.add(request);
        Loss now = loss;
        loss = Loss.NONE;
        if (silent || now == Loss.REQUEST) {
            return PeerServer.problem(500, "LOST", null);
        }
        Answer answer = decide(request, message);
        return now == Loss.ANSWER ? PeerServer.problem(500, "LOST", null) : peer.seal(answer);
    }

    private Answer decide(Request request, String message) {
        Answer.Header header = peer.header(request, message);
        String id = request.submissionId();
        Payment before = paid.get(id);
        Returned.Booking back = returned.get(id);
        if (before != null) {
            return new Confirmation(header, before, entitlement(before));
        }
        if (back != null) {
            return new Returned(header, back, null);
        }
        if (closed.contains(id) || request instanceof dev.farthing.kit.message.Inquiry) {
            closed.add(id);
            return new Refusal(header, "FENCED", "Use another id.", false, "none");
        }
        return request instanceof Submission submission ? pay(header, submission) : giveBack(header, (Return) request);
    }

    private Answer pay(Answer.Header header, Submission submission) {
        String refusal = refusals.get(submission.customer());
        if (refusal != null) {
            return new Refusal(header, refusal, "As played.", false, "none");
        }
        Payment payment = new Payment(
                "p-" + submission.submissionId(),
                LocalDate.parse("2026-03-01"),
                new Amount(
                        submission.guard() == null ? 1000 : submission.guard().price() * submission.quantity(),
                        "USD",
                        6),
                submission.customer(),
                submission.item(),
                submission.quantity(),
                "to read once",
                Payment.CONDITIONAL);
        paid.put(submission.submissionId(), payment);
        return new Confirmation(header, payment, entitlement(payment));
    }

    private Answer giveBack(Answer.Header header, Return asked) {
        Payment payment = paid.get(asked.submission());
        if (payment == null) {
            return new Refusal(header, "UNKNOWN_PAYMENT", "As played.", false, "none");
        }
        revoked.add(index(payment.id()));
        Returned.Booking booking = new Returned.Booking(
                asked.kind(),
                "r-" + asked.submissionId(),
                payment.id(),
                asked.submission(),
                payment.businessDate(),
                payment.quantity(),
                payment.amount(),
                0);
        returned.put(asked.submissionId(), booking);
        return new Returned(header, booking, null);
    }

    private synchronized String statusList() {
        return StatusList.of(
                        new StatusList.Header(
                                LIST, clock.instant(), clock.instant().plusSeconds(3600), Duration.ofSeconds(60)),
                        revoked)
                .sign(peer.signing());
    }

    private static int index(String payment) {
        return Math.floorMod(payment.hashCode(), StatusList.ENTRIES);
    }

    @Override
    public void close() {
        peer.close();
    }
}
