package dev.farthing.micropayment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.keys.Sealer;
import dev.farthing.kit.envelope.Opened;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Returned;
import dev.farthing.ledger.Currencies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes and seals the answer to a submission, bound to the very message that asked. */
@ApplicationScoped
class AnswerWriter {
    private static final String CONDITIONAL = "CONDITIONAL";

    /** What a submission id may look like; whatever else stands in its place is not repeated in an answer. */
    private static final Pattern SUBMISSION_ID = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    @Inject
    private Sealer sealer;

    @Inject
    private Entitlements entitlements;

    @Inject
    private Currencies currencies;

    @Inject
    private Clock clock;

    String sealed(Opened request, Decision decision) {
        if (decision instanceof Decision.Accepted accepted) {
            return seal(request, new Confirmation(header(request), payment(accepted), entitlement(request, accepted)));
        }
        if (decision instanceof Decision.Returned returned) {
            return seal(request, new Returned(header(request), booking(returned), entitlement(request, returned)));
        }
        if (decision instanceof Decision.Refused refused) {
            return seal(request, refusal(request, refused.code(), refused.code().detail()));
        }
        throw new IllegalArgumentException("Only a decision is sealed");
    }

    /** The answer to an authentic message that is refused as it is, before anything in it is decided. */
    String refused(Opened request, RefusalCode code, String detail) {
        return seal(request, refusal(request, code, detail));
    }

    /** The answer to a bulk, with what became of each purchase. */
    String sealed(Opened request, Bulk bulk, List<Settled> settled) {
        List<BulkAnswer.Outcome> outcomes = new ArrayList<>(settled.size());
        for (int i = 0; i < settled.size(); i++) {
            String submission = bulk.purchases().get(i).submissionId();
            outcomes.add(outcome(request, bulk, submission, settled.get(i).decision()));
        }
        return sealer.seal(
                new BulkAnswer(header(request), outcomes).toJson(),
                vendor(request),
                request.family(),
                SealedEnvelope.MAX_BULK_CHARS);
    }

    private BulkAnswer.Outcome outcome(Opened request, Bulk bulk, String submission, Decision decision) {
        if (decision instanceof Decision.Accepted accepted) {
            return new BulkAnswer.Accepted(
                    submission,
                    accepted.paymentId().toString(),
                    accepted.businessDate(),
                    amount(accepted.amount(), accepted.currency()),
                    bulk.entitlements() ? entitlement(request, accepted) : null);
        }
        if (decision instanceof Decision.Refused refused) {
            RefusalCode code = refused.code();
            return new BulkAnswer.Refused(submission, code.name(), code.detail(), code.retryable());
        }
        // Undecided, or signed by a key that was revoked meanwhile: sealed anew it is decided.
        return new BulkAnswer.Pending(submission);
    }

    private Refusal refusal(Opened request, RefusalCode code, String detail) {
        return new Refusal(header(request), code.name(), detail, code.retryable(), code.outcome());
    }

    private String entitlement(Opened request, Decision.Accepted accepted) {
        Grant grant = accepted.grant();
        return entitlements.mint(
                new Entitled(vendor(request), grant, grant.quantity(), grant.from(), accepted.status()),
                request.family());
    }

    private @Nullable String entitlement(Opened request, Decision.Returned back) {
        Long status = back.status();
        return status == null
                ? null
                : entitlements.mint(
                        new Entitled(vendor(request), back.grant(), back.remaining(), back.at(), status),
                        request.family());
    }

    private Returned.Booking booking(Decision.Returned back) {
        Decision.Part part = back.part();
        return new Returned.Booking(
                back.kind(),
                back.id().toString(),
                back.grant().payment().toString(),
                back.submission(),
                back.businessDate(),
                part.quantity(),
                amount(part.amount(), part.currency()),
                back.remaining());
    }

    private Amount amount(long amount, String currency) {
        return new Amount(amount, currency, currencies.get(currency).scale());
    }

    private Payment payment(Decision.Accepted accepted) {
        Grant grant = accepted.grant();
        return new Payment(
                accepted.paymentId().toString(),
                accepted.businessDate(),
                amount(accepted.amount(), accepted.currency()),
                grant.customer(),
                grant.item(),
                grant.quantity(),
                grant.rights().text(),
                CONDITIONAL);
    }

    private Answer.Header header(Opened request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Answer.Header(
                sealer.serverId(),
                vendor(request),
                submissionId(request),
                Base64.getUrlEncoder().withoutPadding().encodeToString(request.messageSha256()),
                now,
                now.plus(SealedEnvelope.MAX_LIFETIME));
    }

    private String seal(Opened request, Answer answer) {
        return sealer.seal(answer.toJson(), vendor(request), request.family());
    }

    /** The envelope has checked that {@code iss} is the owner of the key. */
    private static String vendor(Opened request) {
        return request.claims().required("iss").textValue();
    }

    private static @Nullable String submissionId(Opened request) {
        JsonNode id = request.claims().get("jti");
        boolean readable = id != null
                && id.isTextual()
                && SUBMISSION_ID.matcher(id.textValue()).matches();
        return readable ? id.textValue() : null;
    }
}
