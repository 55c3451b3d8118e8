package dev.farthing.it.container;

import dev.farthing.keys.Enrolments;
import dev.farthing.keys.KeyRing;
import dev.farthing.keys.KeyUsage;
import dev.farthing.keys.PublicKey;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.proof.Enrolment;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.StatusList;
import dev.farthing.party.Vendors;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's own side, in the same process: seals submissions with enrolled keys, opens answers.
 *
 * @param server the server's key that messages are sealed to
 * @param servers the server's keys that answers are verified with, by key id
 */
record SealingVendor(
        String code,
        SigningKey signing,
        DecryptionKey decryption,
        EncryptionKey server,
        Map<String, VerificationKey> servers) {
    private static final String AUDIENCE = "farthing";
    private static final int LIFETIME_SECONDS = 120;
    private static final Clock CLOCK = Clock.systemUTC();

    static SealingVendor enrolled(String code, Vendors vendors, Enrolments enrolments, KeyRing keys) {
        SecureRandom random = new SecureRandom();
        SigningKey signing = SigningKey.generate(KeyFamily.ED25519, random);
        DecryptionKey decryption = DecryptionKey.generate(KeyFamily.ED25519, random);
        String oneTimeCode =
                enrolments.issueCode(vendors.get(code), Town.OPERATOR).code();
        enrolments.enrol(Enrolment.sign(oneTimeCode, signing, decryption.encryptionKey(), AUDIENCE, CLOCK.instant()));
        EncryptionKey server = keys.published().stream()
                .filter(key -> key.usage() == KeyUsage.ENCRYPTION && key.family() == KeyFamily.ED25519)
                .map(key -> EncryptionKey.fromJwk(key.jwk()))
                .findFirst()
                .orElseThrow();
        Map<String, VerificationKey> servers = keys.published().stream()
                .filter(key -> key.usage() == KeyUsage.SIGNING)
                .map(PublicKey::jwk)
                .map(jwk -> VerificationKey.fromJwk(jwk, AUDIENCE))
                .collect(Collectors.toMap(VerificationKey::kid, Function.identity()));
        return new SealingVendor(code, signing, decryption, server, servers);
    }

    Submission submission(String id, String customer, String item) {
        return new Submission(header(id), customer, item, 1, null);
    }

    /** A request's header, made now. */
    Request.Header header(String id) {
        Instant now = CLOCK.instant();
        return new Request.Header(code, AUDIENCE, now, now.plusSeconds(LIFETIME_SECONDS), id);
    }

    String seal(Request request) {
        return SealedEnvelope.seal(request.toJson(), signing, server);
    }

    Answer open(String sealed) throws Exception {
        return Answer.fromClaims(SealedEnvelope.open(
                        sealed,
                        kid -> kid.equals(decryption.kid()) ? decryption : null,
                        servers::get,
                        new Expectation(code, CLOCK.instant()))
                .claims());
    }

    /** What an entitlement says, verified with the server's published keys. */
    Entitlement entitlement(@Nullable String jws) throws Exception {
        return Entitlement.verify(String.valueOf(jws), servers::get, new Expectation(code, CLOCK.instant()));
    }

    StatusList statusList(String jws, String uri) throws Exception {
        return StatusList.verify(jws, servers::get, uri, CLOCK.instant());
    }
}
