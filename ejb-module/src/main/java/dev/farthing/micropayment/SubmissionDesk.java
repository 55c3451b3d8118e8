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
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
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
    private static final long DRAIN_MILLIS = 15_000;

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

    @Resource(lookup = "java:jboss/ee/concurrency/executor/farthing-sealing")
    private ManagedExecutorService sealing;

    @Inject
    @ConfigProperty(name = "farthing.submission.lanes", defaultValue = "2")
    private int lanesCount;

    @Inject
    @ConfigProperty(name = "farthing.submission.batch-limit", defaultValue = "256")
    private int batchLimit;

    @Inject
    @ConfigProperty(name = "farthing.submission.queue-limit", defaultValue = "4096")
    private int queueLimit;

    private Lanes<Command, Settled> lanes;

    @PostConstruct
    void open() {
        lanes = Lanes.start(
                "submissions", new LaneLimits(lanesCount, batchLimit, queueLimit), laneThreads, recovery::settle);
        meters.watch(lanes);
    }

    @PreDestroy
    void close() {
        try {
            lanes.drain(DRAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes one sealed message: a submission, a reversal, a refund or an inquiry about one of these. The answer comes on a
     * sealing thread, without a security context.
     *
     * @param message compact JWE of a compact JWS
     * @param mayAsk says of a vendor, by code, whether it may ask once more just now
     * @throws EnvelopeRefused if the message is not authentic, not for this server or not in time; nothing is stored
     */
    public CompletionStage<Reply> accept(String message, Predicate<String> mayAsk) throws EnvelopeRefused {
        Opened opened = sealer.open(message);
        String vendor = opened.claims().path("iss").asText();
        if (!mayAsk.test(vendor)) {
            return CompletableFuture.completedFuture(new Reply.TooMany(vendor));
        }
        try {
            Command command = command(Request.fromClaims(opened.claims()), opened.signerKid());
            return settle(command).thenApplyAsync(settled -> reply(opened, settled), sealing);
        } catch (MalformedMessage e) {
            meters.count(new Settled(new Decision.Refused(RefusalCode.INVALID_SUBMISSION), false));
            return CompletableFuture.completedFuture(
                    new Reply.Sealed(answers.refused(opened, RefusalCode.INVALID_SUBMISSION, e.detail())));
        }
    }

    /**
     * Takes one sealed bulk. Its purchases are decided in the lanes and batches that all take; the answer comes on a sealing
     * thread, without a security context, when they are decided or time is up.
     *
     * @param message compact JWE of a compact JWS
     * @param mayAsk says of a vendor, by code, whether it may ask so many times more just now
     * @throws EnvelopeRefused if the message is not authentic, not for this server or not in time; nothing is stored
     */
    public CompletionStage<Reply> acceptBulk(String message, BiPredicate<String, Integer> mayAsk)
            throws EnvelopeRefused {
        return bulks.accept(
                message,
                mayAsk,
                command -> lanes.submit(laneKey(command), command),
                TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
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
        return settle(command).thenApplyAsync(settled -> result(settled), sealing);
    }

    private OperatorReversal.Result result(Settled settled) {
        meters.count(settled);
        return OperatorReversal.Result.of(settled.decision());
    }

    /** True if the lanes' threads are at work. */
    public boolean isReady() {
        return lanes.isAlive();
    }

    private CompletableFuture<Settled> settle(Command command) {
        try {
            return lanes.submit(laneKey(command), command)
                    .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(failure -> Settled.undecided(!(failure instanceof LaneFull)));
        } catch (LaneFull e) {
            return CompletableFuture.completedFuture(Settled.undecided(false));
        }
    }

    /** Equal customers share a lane, so that their account's row is not fought over by two batches; so do a payment's returns. */
    private static Object laneKey(Command command) {
        if (command instanceof PayCommand pay) {
            return pay.customer();
        }
        return command instanceof ReturnCommand back ? back.submission() : command.submissionId();
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
