package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.keys.KeyRing;
import dev.farthing.keys.Sealer;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.token.Ticket;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that customers hand to vendors' shops, so that a shop learns by which identifier a customer pays there, and can
 * make none up. A ticket gives no consent. Nothing of it is stored but the identifier: that each is taken once is the shop's
 * to see to. Signing is no part of a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Tickets {
    /** A signed ticket; whoever has it is the customer to that shop until then. */
    public record Issued(String ticket, Instant expiresAt) {}

    @Inject
    private Consents consents;

    @Inject
    private KeyRing keys;

    @Inject
    private Sealer sealer;

    @Inject
    private Clock clock;

    /**
     * Makes a ticket for one vendor; the customer gets an identifier there if there is none yet.
     *
     * @param nonce what the shop showed, 1 to 128 of {@code A-Z a-z 0-9 . _ ~ -}, or null
     * @throws MicropaymentRefused if the nonce is not in form
     * @throws dev.farthing.party.PartyRefused if there is no such customer or vendor, or one of them is closing or closed
     */
    public Issued issue(String customerCode, String vendorCode, @Nullable String nonce) {
        if (nonce != null && !Ticket.isNonce(nonce)) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE, "A nonce is 1 to 128 of A-Z, a-z, 0-9, . _ ~ and -");
        }
        String identifier = consents.introduce(customerCode, vendorCode);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Ticket ticket = new Ticket(
                vendorCode,
                identifier,
                UuidCreator.getRandomBased().toString(),
                now,
                now.plus(Ticket.MAX_LIFETIME),
                nonce);
        return new Issued(ticket.sign(sealer.serverId(), keys.ownSigningKey(KeyFamily.ED25519)), ticket.expiresAt());
    }
}
