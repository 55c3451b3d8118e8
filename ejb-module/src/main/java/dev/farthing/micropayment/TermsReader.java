package dev.farthing.micropayment;

import static java.util.Objects.requireNonNull;

import dev.farthing.kit.message.Return;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Counterparties;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.Decider.Moment;
import dev.farthing.micropayment.Paid.Booked;
import dev.farthing.micropayment.SubmissionStore.Claims;
import dev.farthing.micropayment.Terms.Accounts;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.Payable;
import dev.farthing.micropayment.Terms.VendorTerms;
import dev.farthing.micropayment.TermsStore.Look;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads and locks what the commands of a batch are decided on, each kind in one statement and always in this order, so that
 * batches queue up and never cross: consents, caps, then for returns vendors, their days and payments, then accounts. Items are
 * read, not locked.
 */
@Dependent
class TermsReader {
    @Inject
    private Ledger ledger;

    @Inject
    private TermsStore store;

    @Inject
    private ReturnStore returns;

    @Inject
    private ArchivedSubmissions archive;

    Terms lock(Claims claims, List<Command> commands, Moment moment) {
        Map<String, VendorTerms> vendors = claims.vendors();
        List<PayCommand> pays = only(PayCommand.class, commands);
        List<ReturnCommand> backs = only(ReturnCommand.class, commands);
        if (pays.isEmpty() && backs.isEmpty()) {
            return Terms.none(vendors);
        }
        Set<Named> asked = backs.stream()
                .map(back -> named(vendors, back, back.submission()))
                .collect(Collectors.toSet());
        List<Booked> booked = returns.payments(asked);
        Set<Named> items =
                pays.stream().map(pay -> named(vendors, pay, pay.item())).collect(Collectors.toSet());
        Counterparties buying = counterparties(claims.buyers(), vendors);
        Look look = store.look(
                items,
                customers(vendors, pays, booked),
                vendors.values().stream().map(VendorTerms::id).toList(),
                moment.now(),
                backs.isEmpty() ? List.of(buying.read()) : List.of());
        List<VendorTerms> refunding = backs.stream()
                .filter(back -> back.kind() == Return.Kind.REFUND)
                .map(back -> requireNonNull(vendors.get(back.vendor())))
                .distinct()
                .toList();
        returns.lockVendors(refunding.stream().map(VendorTerms::id).toList());
        Map<Named, Paid> paid = returns.lock(booked);
        Counterparties all = backs.isEmpty() && areAll(claims.buyers(), look) ? buying : counterparties(look, vendors);
        return new Terms(
                vendors,
                look.consents(),
                look.offers(),
                new Caps(look.caps(), moment.businessDate()),
                accounts(all, refunding),
                paid,
                archived(asked, booked));
    }

    /** An identifier that was given out since they were claimed is not among them. */
    private static boolean areAll(Set<String> buyers, Look look) {
        return look.consents().values().stream().map(ConsentTerms::customerCode).allMatch(buyers::contains);
    }

    /** Those of consents that are locked: with returns, after the payments that are given back. */
    private Counterparties counterparties(Look look, Map<String, VendorTerms> vendors) {
        Set<String> customers = look.consents().values().stream()
                .map(ConsentTerms::customerCode)
                .collect(Collectors.toSet());
        Counterparties all = counterparties(customers, vendors);
        store.read(List.of(all.read()));
        return all;
    }

    private Counterparties counterparties(Set<String> customers, Map<String, VendorTerms> vendors) {
        return ledger.counterparties(
                customers.stream().map(ConsentTerms::ownerOf).toList(),
                vendors.values().stream().map(VendorTerms::accountOwner).toList());
    }

    /** What is asked about and not there, because its day is archived. */
    private Set<Named> archived(Set<Named> asked, List<Booked> booked) {
        Set<Named> missing = new HashSet<>(asked);
        booked.forEach(payment -> missing.remove(payment.name()));
        return archive.known(missing).keySet();
    }

    private static <C extends Command> List<C> only(Class<C> kind, List<Command> commands) {
        return commands.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Set<Named> customers(Map<String, VendorTerms> vendors, List<PayCommand> pays, List<Booked> booked) {
        Set<Named> names =
                pays.stream().map(pay -> named(vendors, pay, pay.customer())).collect(Collectors.toSet());
        Set<Named> all = new HashSet<>(names);
        booked.forEach(payment ->
                all.add(new Named(payment.name().vendorId(), payment.grant().customer())));
        return all;
    }

    private Accounts accounts(Counterparties between, Collection<VendorTerms> refunding) {
        return new Accounts(
                between.payers().stream().collect(Collectors.toMap(live -> holding(live.account()), live -> live)),
                between.payees().stream().collect(Collectors.toMap(TermsReader::holding, Account::id)),
                payable(refunding));
    }

    /** Read after their vendors' rows are locked: nobody else draws on them until this transaction ends. */
    private Map<Holding, Payable> payable(Collection<VendorTerms> refunding) {
        Set<String> owners = refunding.stream().map(VendorTerms::accountOwner).collect(Collectors.toSet());
        Map<Holding, Payable> payable = new HashMap<>();
        for (Account account : ledger.accounts(owners, AccountRole.VENDOR_PAYABLE)) {
            payable.put(
                    holding(account),
                    new Payable(account.id(), ledger.balance(account.id()).amount()));
        }
        return payable;
    }

    private static Named named(Map<String, VendorTerms> vendors, Command command, String name) {
        VendorTerms vendor = requireNonNull(vendors.get(command.vendor()), "a vendor that has keys is stored");
        return new Named(vendor.id(), name);
    }

    private static Holding holding(Account account) {
        return new Holding(account.owner(), account.currency());
    }
}
