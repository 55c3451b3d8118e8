package dev.farthing.micropayment;

import static java.util.Objects.requireNonNull;

import dev.farthing.kit.message.Return;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Counterparties;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.Decider.Moment;
import dev.farthing.micropayment.Paid.Booked;
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
 * batches queue up and never cross: (items), consents, caps, then for returns vendors, their days and payments, then accounts.
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

    Terms lock(Map<String, VendorTerms> vendors, List<Command> commands, Moment moment) {
        List<PayCommand> pays = only(PayCommand.class, commands);
        List<ReturnCommand> backs = only(ReturnCommand.class, commands);
        Set<Named> asked = backs.stream()
                .map(back -> named(vendors, back, back.submission()))
                .collect(Collectors.toSet());
        List<Booked> booked = returns.payments(asked);
        Set<Named> items =
                pays.stream().map(pay -> named(vendors, pay, pay.item())).collect(Collectors.toSet());
        Look look = store.look(
                items,
                customers(vendors, pays, booked),
                vendors.values().stream().map(VendorTerms::id).toList(),
                moment.now());
        List<VendorTerms> refunding = backs.stream()
                .filter(back -> back.kind() == Return.Kind.REFUND)
                .map(back -> requireNonNull(vendors.get(back.vendor())))
                .distinct()
                .toList();
        returns.lockVendors(refunding.stream().map(VendorTerms::id).toList());
        Map<Named, Paid> paid = returns.lock(booked);
        Accounts accounts = accounts(look.consents().values(), vendors.values(), refunding);
        Caps caps = new Caps(look.caps(), moment.businessDate());
        return new Terms(vendors, look.consents(), look.offers(), caps, accounts, paid, archived(asked, booked));
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

    private Accounts accounts(
            Collection<ConsentTerms> consents, Collection<VendorTerms> vendors, Collection<VendorTerms> refunding) {
        Counterparties between = ledger.counterparties(
                consents.stream().map(ConsentTerms::accountOwner).collect(Collectors.toSet()),
                vendors.stream().map(VendorTerms::accountOwner).collect(Collectors.toSet()));
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
