package dev.farthing.micropayment;

import dev.farthing.ledger.LiveAccount;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the decisions of one batch rest on, as locked or read in its transaction.
 *
 * @param vendors by vendor code
 * @param consents by vendor id and identifier
 * @param offers by vendor id and item code
 * @param payers live accounts by owner and currency, locked
 * @param payees conditional accounts by owner and currency
 */
record Terms(
        Map<String, VendorTerms> vendors,
        Map<Named, ConsentTerms> consents,
        Map<Named, Offer> offers,
        Map<Holding, LiveAccount> payers,
        Map<Holding, Long> payees) {

    record VendorTerms(long id, String code, boolean active) {
        String accountOwner() {
            return "vendor:" + code;
        }
    }

    /** Something that a vendor has a name for. */
    record Named(long vendorId, String name) {}

    record ConsentTerms(Named name, long customerId, String customerCode, boolean given) {
        String accountOwner() {
            return "customer:" + customerCode;
        }
    }

    /** @param price of one, in the currency's ledger scale */
    record Offer(Named name, long price, String currency, String rights, boolean onSale) {}

    /** What somebody holds in a currency. */
    record Holding(String owner, String currency) {}

    VendorTerms vendor(Command command) {
        VendorTerms vendor = vendors.get(command.vendor());
        if (vendor == null) {
            throw new IllegalStateException("Vendor " + command.vendor() + " has keys but is not stored");
        }
        return vendor;
    }

    @Nullable ConsentTerms consent(PayCommand command) {
        return consents.get(new Named(vendor(command).id(), command.customer()));
    }

    @Nullable Offer offer(PayCommand command) {
        return offers.get(new Named(vendor(command).id(), command.item()));
    }
}
