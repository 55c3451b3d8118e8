package dev.farthing.micropayment;

import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Ledger;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;

/** What vendors sell. */
@Stateless
public class Catalogue {
    /** The highest price of one item, in the ledger's scale: a thousand of them still fit an amount. */
    public static final long MAX_PRICE = 1_000_000_000_000L;

    private static final int MAX_TEXT = 200;

    /** @param price of one, in the currency's ledger scale */
    public record Description(String title, long price, String currency, String rights, boolean onSale) {}

    @Inject
    private Vendors vendors;

    @Inject
    private Ledger ledger;

    @Inject
    private MicropaymentStore store;

    @Inject
    private Clock clock;

    /**
     * Publishes an item, or describes it anew; its vendor gets the accounts that its currency needs.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such vendor
     * @throws MicropaymentRefused if the description is not in form
     * @throws dev.farthing.ledger.LedgerRefused if the ledger does not keep the currency
     */
    public void put(String vendorCode, String itemCode, Description description) {
        check(itemCode, description);
        Vendor vendor = vendors.get(vendorCode);
        ledger.open(vendor.accountOwner(), AccountRole.VENDOR_CONDITIONAL, description.currency());
        ledger.open(vendor.accountOwner(), AccountRole.VENDOR_PAYABLE, description.currency());
        Item item = store.item(vendor.id(), itemCode)
                .orElseGet(() -> store.persist(new Item(vendor.id(), itemCode, description)));
        item.describe(description);
        store.putPrice(item.id(), description.currency(), clock.instant(), description.price());
    }

    private static void check(String itemCode, Description description) {
        if (!itemCode.matches("[A-Za-z0-9._~-]{1,64}")) {
            throw refused("An item's code is 1 to 64 of A-Z, a-z, 0-9, . _ ~ and -");
        }
        if (description.price() < 1 || description.price() > MAX_PRICE) {
            throw refused("A price is 1 to " + MAX_PRICE + " units of the currency's ledger scale");
        }
        if (isOutOfForm(description.title()) || isOutOfForm(description.rights())) {
            throw refused("Title and rights have 1 to " + MAX_TEXT + " characters each");
        }
    }

    private static boolean isOutOfForm(String text) {
        return text.isBlank() || text.length() > MAX_TEXT;
    }

    private static MicropaymentRefused refused(String message) {
        return new MicropaymentRefused(MicropaymentRefused.Kind.NOT_POSSIBLE, message);
    }
}
