package dev.farthing.micropayment;

import dev.farthing.ledger.LiveAccount;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the decisions of one batch rest on, as locked or read in its transaction.
 *
 * @param vendors by vendor code
 * @param consents by vendor id and identifier, locked
 * @param offers by vendor id and item code
 * @param caps of the customers, locked
 * @param accounts of customers and vendors
 * @param paid the payments that returns ask about, by vendor id and submission id, locked
 * @param archived what returns ask about and whose day is archived, by vendor id and submission id
 */
record Terms(
        Map<String, VendorTerms> vendors,
        Map<Named, ConsentTerms> consents,
        Map<Named, Offer> offers,
        Caps caps,
        Accounts accounts,
        Map<Named, Paid> paid,
        Set<Named> archived) {

    /** Of commands that neither pay nor give back. */
    static Terms none(Map<String, VendorTerms> vendors) {
        Accounts none = new Accounts(Map.of(), Map.of(), Map.of());
        return new Terms(vendors, Map.of(), Map.of(), Caps.NONE, none, Map.of(), Set.of());
    }

    record VendorTerms(long id, String code, boolean active) {
        String accountOwner() {
            return "vendor:" + code;
        }
    }

    /** Something that a vendor has a name for. */
    record Named(long vendorId, String name) {}

    /** @param tab true if the customer pays later, by a mandate */
    record ConsentTerms(Named name, long customerId, String customerCode, boolean given, boolean tab) {
        String accountOwner() {
            return ownerOf(customerCode);
        }

        /** Whose account is a customer's. */
        static String ownerOf(String customerCode) {
            return "customer:" + customerCode;
        }
    }

    /**
     * An item and what it costs now.
     *
     * @param currency the one that is paid in if the submission names none
     * @param prices of one, by currency, in its ledger scale
     */
    record Offer(Named name, Sale sale, Rights rights, String currency, Map<String, Long> prices) {}

    /** Whether an item may be sold, and when: from a time, up to another, each only if there is one. */
    record Sale(
            boolean open, @Nullable Instant from, @Nullable Instant until) {
        boolean isOpen(Instant now) {
            return open && (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
        }
    }

    /** What somebody holds in a currency. */
    record Holding(String owner, String currency) {}

    /**
     * The accounts by owner and currency.
     *
     * @param customers live, locked
     * @param conditional vendors'
     * @param payable vendors', those that refunds are paid from
     */
    record Accounts(
            Map<Holding, LiveAccount> customers, Map<Holding, Long> conditional, Map<Holding, Payable> payable) {}

    /** What a vendor is owed, guarded by the vendor's locked row; what one refund takes is not there for the next. */
    static final class Payable {
        private final long account;
        private long left;

        Payable(long account, long left) {
            this.account = account;
            this.left = left;
        }

        long account() {
            return account;
        }

        boolean take(long amount) {
            if (amount > left) {
                return false;
            }
            left -= amount;
            return true;
        }
    }

    VendorTerms vendor(Command command) {
        VendorTerms vendor = vendors.get(command.vendor());
        if (vendor == null) {
            throw new IllegalStateException("Vendor " + command.vendor() + " has keys but is not stored");
        }
        return vendor;
    }

    @Nullable ConsentTerms consent(VendorTerms vendor, String identifier) {
        return consents.get(new Named(vendor.id(), identifier));
    }

    @Nullable Offer offer(PayCommand command) {
        return offers.get(new Named(vendor(command).id(), command.item()));
    }

    @Nullable Paid paid(ReturnCommand command) {
        return paid.get(new Named(vendor(command).id(), command.submission()));
    }

    boolean isArchived(ReturnCommand command) {
        return archived.contains(new Named(vendor(command).id(), command.submission()));
    }

    /** Publishing an item opens the vendor's account in its currency, so a missing one is a broken program. */
    long conditional(VendorTerms vendor, String currency) {
        Long account = accounts.conditional().get(new Holding(vendor.accountOwner(), currency));
        if (account == null) {
            throw new IllegalStateException(
                    "Vendor " + vendor.code() + " sells in " + currency + " without an account in it");
        }
        return account;
    }

    /** Firming a payment opens the account that its refund is paid from. */
    Payable payable(VendorTerms vendor, String currency) {
        Payable payable = accounts.payable().get(new Holding(vendor.accountOwner(), currency));
        if (payable == null) {
            throw new IllegalStateException(
                    "Vendor " + vendor.code() + " has firm payments in " + currency + " without an account for them");
        }
        return payable;
    }
}
