package dev.farthing.kit.shop;

import dev.farthing.kit.client.AnswerNotBound;
import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.GiveBack;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Statements;
import dev.farthing.kit.client.UnknownOutcome;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.Ticket;
import dev.farthing.kit.token.TokenRefused;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where the shop's money is made: a ticket becomes a payment, a payment an entitlement, and an entitlement opens the item,
 * until it is given back. Nothing is opened on anything less than a verified entitlement that is not revoked, and what was
 * asked for once is never asked for again before its outcome is known.
 */
final class Counter {
    private final FarthingClient client;
    private final Statements statements;
    private final Sessions sessions;
    private final SeenTickets tickets;
    private final Uses uses;
    private final Clock clock;

    /** @param client with a journal */
    Counter(FarthingClient client, Sessions sessions, Uses uses, Clock clock) {
        this.client = client;
        this.statements = client.statements();
        this.sessions = sessions;
        this.tickets = new SeenTickets(clock, Ticket.REMEMBER);
        this.uses = uses;
        this.clock = clock;
    }

    /** Refused, in words for the customer. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String words) {
            super(words, null, false, false);
        }
    }

    /**
     * Sells an item to whoever the ticket names; one that is held in this visit is not sold again.
     *
     * @param shown the price that the customer saw
     */
    void buy(Session session, String item, Amount shown, String ticketText) throws Refused, InterruptedException {
        synchronized (session) {
            if (session.holding(item) != null) {
                return; // A second click, or the back button: opening it tells what became of the first.
            }
            String customer = takeTicket(session, ticketText);
            if (session.isFull()) {
                throw new Refused(Words.TOO_MUCH);
            }
            String submissionId = client.newSubmissionId();
            Purchase purchase = new Purchase(customer, item, 1, new PriceGuard(shown.value(), shown.currency()));
            session.hold(item, new Holding.Pending(submissionId));
            try {
                bought(session, item, submissionId, client.pay(purchase, submissionId));
            } catch (UnknownOutcome | AnswerNotBound e) {
                throw new Refused(Words.UNKNOWN);
            } catch (ClientFailure e) {
                session.drop(item);
                throw new Refused(Words.NOT_NOW);
            }
        }
    }

    /** Takes an entitlement of an earlier visit, from whoever the ticket names. */
    String show(Session session, String entitlementText, String ticketText) throws Refused, InterruptedException {
        synchronized (session) {
            String customer = takeTicket(session, ticketText);
            Entitlement entitlement = entitlement(entitlementText);
            if (!entitlement.customer().equals(customer)) {
                throw new Refused(Words.NOT_ENTITLED);
            }
            if (session.holding(entitlement.item()) == null) {
                requireGood(entitlement);
                use(entitlement);
                session.hold(entitlement.item(), new Holding.Owned(entitlement, entitlementText, null));
            }
            return entitlement.item();
        }
    }

    /** Says that the item may be opened now. What it costs is paid already: this never pays. */
    Holding.Owned open(Session session, String item) throws Refused, InterruptedException {
        synchronized (session) {
            Holding holding = settled(session, item);
            if (holding instanceof Holding.Owned owned) {
                requireGood(owned.entitlement());
                return owned;
            }
            throw new Refused(holding == null ? Words.NOT_HELD : Words.UNKNOWN);
        }
    }

    /** Takes back what was bought in this visit. */
    void takeBack(Session session, String item) throws Refused, InterruptedException {
        synchronized (session) {
            if (!(settled(session, item) instanceof Holding.Owned owned) || owned.submissionId() == null) {
                throw new Refused(Words.NOT_HELD);
            }
            String returnId = client.newSubmissionId();
            session.hold(item, new Holding.Returning(owned, returnId));
            try {
                Answer answer =
                        client.giveBack(GiveBack.reversal(owned.submissionId(), "returned in the shop"), returnId);
                returned(session, item, owned, answer);
            } catch (UnknownOutcome | AnswerNotBound e) {
                throw new Refused(Words.RETURN_UNKNOWN);
            } catch (ClientFailure e) {
                session.hold(item, owned);
                throw new Refused(Words.NOT_NOW);
            }
        }
    }

    /** The holding after the outcome of what is open was asked for. */
    private @Nullable Holding settled(Session session, String item) throws Refused, InterruptedException {
        Holding holding = session.holding(item);
        try {
            if (holding instanceof Holding.Pending pending) {
                bought(session, item, pending.submissionId(), client.inquire(pending.submissionId()));
            } else if (holding instanceof Holding.Returning returning) {
                Answer answer = client.inquire(returning.returnId());
                session.hold(item, returning.owned());
                if (answer instanceof Returned) {
                    returned(session, item, returning.owned(), answer);
                }
            }
            return session.holding(item);
        } catch (ClientFailure e) {
            throw new Refused(holding instanceof Holding.Pending ? Words.UNKNOWN : Words.RETURN_UNKNOWN);
        }
    }

    private String takeTicket(Session session, String text) throws Refused, InterruptedException {
        String nonce = session.nonce();
        session.renew(sessions.secret());
        Ticket ticket;
        try {
            ticket = statements.ticket(text, nonce);
        } catch (TokenRefused e) {
            throw new Refused(Words.TICKET_REFUSED);
        } catch (IOException e) {
            throw new Refused(Words.NOT_NOW);
        }
        if (!tickets.take(ticket.id())) {
            throw new Refused(Words.TICKET_USED);
        }
        sessions.becomesCustomers(session);
        session.belongsTo(ticket.identifier());
        return ticket.identifier();
    }

    private void bought(Session session, String item, String submissionId, Answer answer)
            throws Refused, InterruptedException {
        if (answer instanceof Confirmation confirmation) {
            Entitlement entitlement = entitlement(confirmation.entitlement());
            boolean asPaid = entitlement.item().equals(item)
                    && entitlement.customer().equals(session.customer())
                    && entitlement.payment().equals(confirmation.payment().id());
            if (!asPaid) {
                throw new Refused(Words.NOT_ENTITLED);
            }
            use(entitlement);
            session.hold(item, new Holding.Owned(entitlement, confirmation.entitlement(), submissionId));
        } else if (answer instanceof Refusal refusal) {
            session.drop(item);
            throw new Refused(Words.notSold(refusal));
        } else {
            throw new Refused(Words.UNKNOWN);
        }
    }

    private void returned(Session session, String item, Holding.Owned owned, Answer answer) throws Refused {
        statements.forgetListOf(owned.entitlement());
        if (answer instanceof Refusal refusal) {
            session.hold(item, owned);
            throw new Refused(Words.notReturned(refusal));
        }
        session.drop(item);
        session.tell(Words.RETURNED);
    }

    private Entitlement entitlement(String text) throws Refused, InterruptedException {
        try {
            return statements.entitlement(text);
        } catch (TokenRefused e) {
            throw new Refused(Words.NOT_ENTITLED);
        } catch (IOException e) {
            throw new Refused(Words.STATUS_UNKNOWN);
        }
    }

    private void requireGood(Entitlement entitlement) throws Refused, InterruptedException {
        if (!entitlement.isInTime(clock.instant())) {
            throw new Refused(Words.OUT_OF_TIME);
        }
        try {
            if (statements.isRevoked(entitlement)) {
                throw new Refused(Words.NOT_ENTITLED);
            }
        } catch (TokenRefused | IOException e) {
            throw new Refused(Words.STATUS_UNKNOWN);
        }
    }

    private void use(Entitlement entitlement) throws Refused {
        try {
            if (!uses.take(entitlement)) {
                throw new Refused(Words.USED_UP);
            }
        } catch (IOException e) {
            throw new Refused(Words.STATUS_UNKNOWN);
        }
    }
}
