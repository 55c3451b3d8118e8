package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.keys.Sealer;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.message.MalformedMessage;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Submission;
import dev.farthing.lane.LaneFull;
import dev.farthing.lane.LaneLimits;
import dev.farthing.lane.Lanes;
import dev.farthing.party.Vendors;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where a vendor's sealed submission is taken in and its sealed answer given out. What the vendor may do is settled by
 * the opening; from there on the submission is a value. Has no transaction of its own: the lane's batch does.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubmissionDesk {
    private static final Logger LOG = Logger.getLogger(SubmissionDesk.class.getName());

    /** Of the time that a stopping server has, what is left for answers already under way. */
    private static final Duration LEFT_AFTER_DRAIN = Duration.ofSeconds(4);

    /** Longer than a lane's patience with a broken database: a batch that takes this long is stuck. */
    private static final Duration STUCK = Duration.ofSeconds(25);

    /** Longer than a lane's patience with a broken database, so that a late answer is rather sealed than given up. */
    private static final long ANSWER_SECONDS = 20;

    @Inject
    private Sealer sealer;

    @Inject
    private SubmissionRecovery recovery;

    @Inject
    private BulkDesk bulks;

    @Inject
    private AnswerWriter answers;

    @Inject
    private DeskMeters meters;

    @Inject
    private Vendors vendors;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory laneThreads;

    @Inject
    private SealingThreads sealing;

    @Inject
    @ConfigProperty(name = "farthing.submission.lanes", defaultValue = "0")
    private int lanesCount;

    @Inject
    @ConfigProperty(name = "farthing.submission.batch-limit", defaultValue = "1024")
    private int batchLimit;

    @Inject
    @ConfigProperty(name = "farthing.submission.queue-limit", defaultValue = "4096")
    private int queueLimit;

    @Inject
    @ConfigProperty(name = "farthing.submission.gathering-millis", defaultValue = "12")
    private int gatheringMillis;

    @Inject
    @ConfigProperty(name = "farthing.stop-seconds", defaultValue = "20")
    private int stopSeconds;

    private Lanes<Command, Settled> lanes;

    @PostConstruct
    void open() {
        lanes = Lanes.start(
                "submissions",
                new LaneLimits(
                        lanesCount == 0 ? usualLanes() : lanesCount,
                        batchLimit,
                        queueLimit,
                        Duration.ofMillis(gatheringMillis)),
                laneThreads,
                recovery::settle);
        meters.watch(lanes);
    }

    /** Half as many as processors: what follows the payments, and the database, want the others. */
    private static int usualLanes() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    @PreDestroy
    void close() {
        try {
            lanes.drain(Duration.ofSeconds(stopSeconds).minus(LEFT_AFTER_DRAIN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What became of a submission that came otherwise than sealed.
     *
     * @param outcome ACCEPTED, the code of a refusal, NOT_AUTHENTIC if the signer may not sign any more, or UNDECIDED if the
     *     machine could not decide: asked again, it is decided at most once
     * @param again true if it was decided before
     */
    public record Verdict(String outcome, boolean again) {}

    /**
     * Takes one sealed message: a submission, a reversal, a refund or an inquiry about one of these. It is opened and answered
     * on sealing threads, without a security context: the caller's thread is free at once. What is not authentic, not for this
     * server or not in time is {@link Reply.NotAccepted}, and nothing of it is stored.
     *
     * @param message compact JWE of a compact JWS
     * @param mayAsk says of a vendor, by code, whether it may ask once more just now
     */
    public CompletionStage<Reply> accept(String message, Predicate<String> mayAsk) {
        return onSealingThread(() -> opened(sealer.open(message), mayAsk));
    }

    private CompletionStage<Reply> opened(Opened opened, Predicate<String> mayAsk) {
        String vendor = opened.claims().path("iss").asText();
        if (!mayAsk.test(vendor)) {
            return CompletableFuture.completedFuture(new Reply.TooMany(vendor));
        }
        try {
            Command command = command(Request.fromClaims(opened.claims()), opened.signerKid());
            return settle(command).thenApplyAsync(settled -> reply(opened, settled), sealing::finish);
        } catch (MalformedMessage e) {
            meters.count(new Settled(new Decision.Refused(RefusalCode.INVALID_SUBMISSION), false));
            return CompletableFuture.completedFuture(
                    new Reply.Sealed(answers.refused(opened, RefusalCode.INVALID_SUBMISSION, e.detail())));
        }
    }

    /** What is done with a message, from its opening on. */
    private interface Opening {
        CompletionStage<Reply> take() throws EnvelopeRefused;
    }

    /** The threads are few and what may wait for them is bounded: one message too many is not begun. */
    private CompletionStage<Reply> onSealingThread(Opening opening) {
        try {
            return CompletableFuture.supplyAsync(() -> take(opening), sealing::begin)
                    .thenCompose(Function.identity());
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(new Reply.Unavailable(false));
        }
    }

    private static CompletionStage<Reply> take(Opening opening) {
        try {
            return opening.take();
        } catch (EnvelopeRefused e) {
            LOG.log(Level.FINE, "Message refused: {0}", e.reason());
            return CompletableFuture.completedFuture(new Reply.NotAccepted());
        }
    }

    /**
     * Decides a submission whose message was opened by somebody else, in the lane and batch that sealed ones take. The verdict
     * comes on the lane's thread, without a security context: continue elsewhere.
     *
     * @param signer the key that signed it, which must be usable still
     */
    public CompletionStage<Verdict> decide(Submission submission, String signer) {
        return settle(command(submission, signer)).thenApply(settled -> {
            meters.count(settled);
            return new Verdict(outcome(settled.decision()), settled.again());
        });
    }

    private static String outcome(Decision decision) {
        if (decision instanceof Decision.Refused refused) {
            return refused.code().name();
        }
        if (decision instanceof Decision.NotAuthentic) {
            return "NOT_AUTHENTIC";
        }
        return decision instanceof Decision.Undecided ? "UNDECIDED" : "ACCEPTED";
    }

    /**
     * Takes one sealed bulk. Its purchases are decided in the lanes and batches that all take; the answer comes on a sealing
     * thread, without a security context, when they are decided or time is up.
     *
     * @param message compact JWE of a compact JWS
     * @param mayAsk says of a vendor, by code, whether it may ask so many times more just now
     */
    public CompletionStage<Reply> acceptBulk(String message, BiPredicate<String, Integer> mayAsk) {
        return onSealingThread(() -> bulks.accept(
                message,
                mayAsk,
                command -> lanes.submit(command.key(), command.vendor(), command),
                TimeUnit.SECONDS.toMillis(ANSWER_SECONDS)));
    }

    /**
     * Reverses a payment for an operator, in the lane and batch that vendors' reversals take. The result comes on a sealing
     * thread, without a security context.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such vendor
     * @throws MicropaymentRefused if reason or quantity are not in form
     */
    public CompletionStage<OperatorReversal.Result> reverse(OperatorReversal reversal) {
        vendors.get(reversal.vendor());
        ReturnCommand command = reversal.command(UuidCreator.getTimeOrderedEpoch());
        return settle(command).thenApplyAsync(settled -> result(settled), sealing::finish);
    }

    private OperatorReversal.Result result(Settled settled) {
        meters.count(settled);
        return OperatorReversal.Result.of(settled.decision());
    }

    /** True if the lanes' threads are there, and none has been at one batch for too long. */
    public boolean isReady() {
        return lanes.isAlive() && !lanes.isStuck(STUCK);
    }

    private CompletableFuture<Settled> settle(Command command) {
        try {
            return lanes.submit(command.key(), command.vendor(), command)
                    .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(failure -> Settled.undecided(!(failure instanceof LaneFull)));
        } catch (LaneFull e) {
            return CompletableFuture.completedFuture(Settled.undecided(false));
        }
    }

    private Reply reply(Opened opened, Settled settled) {
        meters.count(settled);
        if (settled.decision() instanceof Decision.Undecided undecided) {
            return new Reply.Unavailable(undecided.mayBeBooked());
        }
        if (settled.decision() instanceof Decision.NotAuthentic) {
            return new Reply.NotAccepted();
        }
        return new Reply.Sealed(answers.sealed(opened, settled.decision()));
    }

    static Command command(Request request, String signer) {
        if (request instanceof Submission submission) {
            return new PayCommand(
                    origin(request, signer, submission.fingerprint()),
                    submission.customer(),
                    submission.item(),
                    submission.quantity(),
                    submission.guard());
        }
        if (request instanceof Return back) {
            return new ReturnCommand(
                    origin(request, signer, back.fingerprint()),
                    back.kind(),
                    back.submission(),
                    back.quantity(),
                    back.reason(),
                    null);
        }
        return new InquireCommand(origin(request, signer, new byte[0]));
    }

    private static Command.Origin origin(Request request, String signer, byte[] fingerprint) {
        return new Command.Origin(
                request.vendor(),
                signer,
                request.submissionId(),
                HexFormat.of().formatHex(fingerprint),
                UuidCreator.getTimeOrderedEpoch());
    }
}
