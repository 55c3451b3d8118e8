package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.audit.AuditTrail;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.LedgerRefused;
import dev.farthing.micropayment.CatalogueStore.ItemPrice;
import dev.farthing.micropayment.CatalogueStore.Stored;
import dev.farthing.micropayment.ItemCheck.Asked;
import dev.farthing.micropayment.ItemDraft.Drafts;
import dev.farthing.money.Currency;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.Outbox;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What vendors sell: items with prices by currency and from an instant on, a sale window, and the rights that a purchase
 * gives. Prices are integers in the ledger scale of their currency. What is published is told as {@code item.published}
 * and stands in the audit trail; what is published again as it is changes nothing.
 */
@Stateless
public class Catalogue {
    /** The highest price of one item, in the ledger's scale: a thousand of them still fit an amount. */
    public static final long MAX_PRICE = 1_000_000_000_000L;

    /** Items that one vendor may have. */
    public static final int MAX_ITEMS = 10_000;

    /** Items that an entry of the audit trail tells in full; of more it tells how many there were, and their codes. */
    private static final int AUDITED_IN_FULL = 20;

    /** What became of items that were sent. */
    public record Published(int items, int changed) {}

    /** An item that is not as it was before. */
    private record Change(@Nullable Listing was, Listing is, PricePlan prices) {}

    @Inject
    private Vendors vendors;

    @Inject
    private Ledger ledger;

    @Inject
    private Currencies currencies;

    @Inject
    private CatalogueStore store;

    @Inject
    private Outbox outbox;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    /**
     * Publishes items, or describes them anew: all that are sent, or none. The vendor gets the accounts that their
     * currencies need; items that are not named stay as they are. Of an item's prices, those that were in effect stay as
     * they were; those to come are the ones that are sent; a currency that is not named is no longer sold in.
     *
     * @param actor for the audit trail: {@code operator:NAME} or {@code vendor:CODE}
     * @throws dev.farthing.party.PartyRefused if there is no such vendor
     * @throws MicropaymentRefused if the vendor is closed, or would have more than {@link #MAX_ITEMS}
     * @throws CatalogueRefused with all that is wrong with the items
     */
    public Published publish(String vendorCode, String actor, Drafts drafts) {
        Vendor vendor = vendors.get(vendorCode);
        if (vendor.status() == Vendor.Status.CLOSED) {
            throw refused("Vendor " + vendorCode + " is closed and sells nothing any more");
        }
        Complaints complaints = new Complaints();
        complaints.addAll(drafts.complaints());
        List<Asked> asked = new ItemCheck(this::currency, complaints).check(drafts.items());
        Map<String, Stored> stored = store.lock(
                vendor.id(), asked.stream().map(item -> item.listing().code()).toList());
        List<Change> changes = changes(asked, stored, complaints);
        if (!complaints.isEmpty()) {
            throw new CatalogueRefused(complaints.byRow());
        }
        if (!changes.isEmpty()) {
            store(vendor, changes);
            tell(vendor, actor, changes);
        }
        return new Published(drafts.items().size(), changes.size());
    }

    /**
     * An item as it is listed.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such vendor
     * @throws MicropaymentRefused if the vendor has no such item
     */
    public Listing item(String vendorCode, String code) {
        return store.find(vendors.get(vendorCode).id(), code).stream()
                .findFirst()
                .map(this::standing)
                .orElseThrow(() -> new MicropaymentRefused(
                        MicropaymentRefused.Kind.NOT_FOUND, "There is no item of this code: see the list of items"));
    }

    /**
     * A page of items by code.
     *
     * @param after the code of the last item seen, or empty
     * @throws dev.farthing.party.PartyRefused if there is no such vendor
     */
    public List<Listing> items(String vendorCode, String after, int limit) {
        return store.page(vendors.get(vendorCode).id(), after, limit).stream()
                .map(this::standing)
                .toList();
    }

    /** All items of a vendor, which are at most {@link #MAX_ITEMS}. Errors as for {@link #items}. */
    public List<Listing> all(String vendorCode) {
        return items(vendorCode, "", MAX_ITEMS);
    }

    private List<Change> changes(List<Asked> asked, Map<String, Stored> stored, Complaints complaints) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        for (Asked item : asked) {
            @Nullable Listing was = Optional.ofNullable(stored.get(item.listing().code()))
                    .map(Stored::listing)
                    .orElse(null);
            PricePlan prices = PricePlan.of(item, was == null ? List.of() : was.prices(), now, complaints);
            Change change = new Change(
                    was == null ? null : priced(was, PricePlan.standing(was.prices(), was.currency(), now)),
                    priced(item.listing(), prices.standing()),
                    prices);
            if (!prices.changesNothing() || !change.is().equals(change.was())) {
                changes.add(change);
            }
        }
        return changes;
    }

    private void store(Vendor vendor, List<Change> changes) {
        Map<String, Long> ids =
                store.put(vendor.id(), changes.stream().map(Change::is).toList());
        if (store.count(vendor.id()) > MAX_ITEMS) {
            throw refused(
                    "A vendor has at most " + MAX_ITEMS + " items: describe old ones anew instead of adding more");
        }
        List<ItemPrice> puts = new ArrayList<>();
        List<ItemPrice> removals = new ArrayList<>();
        TreeSet<String> priced = new TreeSet<>();
        for (Change change : changes) {
            long id = Objects.requireNonNull(ids.get(change.is().code()));
            change.prices().puts().forEach(price -> puts.add(new ItemPrice(id, price)));
            change.prices().removals().forEach(price -> removals.add(new ItemPrice(id, price)));
            change.is().prices().forEach(price -> priced.add(price.currency()));
        }
        store.removePrices(removals);
        store.putPrices(puts);
        for (String currency : priced) {
            ledger.open(vendor.accountOwner(), AccountRole.VENDOR_CONDITIONAL, currency);
            ledger.open(vendor.accountOwner(), AccountRole.VENDOR_PAYABLE, currency);
        }
    }

    private void tell(Vendor vendor, String actor, List<Change> changes) {
        outbox.append(changes.stream()
                .map(change -> new Event(
                        UuidCreator.getTimeOrderedEpoch(),
                        Event.ITEM_PUBLISHED,
                        vendor.id(),
                        ListingText.json(vendor.code(), change.is(), this::scale)))
                .toList());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("items", changes.size());
        if (changes.size() <= AUDITED_IN_FULL) {
            detail.put("changes", changes.stream().map(this::detail).toList());
        } else {
            detail.put(
                    "codes", changes.stream().map(change -> change.is().code()).toList());
        }
        audit.record(actor, Event.ITEM_PUBLISHED, "vendor:" + vendor.code(), detail);
    }

    private Map<String, Object> detail(Change change) {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (change.was() != null) {
            detail.put("was", ListingText.members(change.was(), this::scale));
        }
        detail.put("is", ListingText.members(change.is(), this::scale));
        return detail;
    }

    private Listing standing(Listing stored) {
        return priced(stored, PricePlan.standing(stored.prices(), stored.currency(), clock.instant()));
    }

    private static Listing priced(Listing listing, List<Price> prices) {
        return new Listing(
                listing.code(),
                listing.title(),
                listing.currency(),
                prices,
                listing.rights(),
                listing.onSale(),
                listing.saleFrom(),
                listing.saleUntil());
    }

    private Optional<Currency> currency(String code) {
        try {
            return Optional.of(currencies.get(code));
        } catch (LedgerRefused e) {
            return Optional.empty();
        }
    }

    private int scale(String currency) {
        return currencies.get(currency).scale();
    }

    private static MicropaymentRefused refused(String message) {
        return new MicropaymentRefused(MicropaymentRefused.Kind.NOT_POSSIBLE, message);
    }
}
