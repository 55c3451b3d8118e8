package dev.farthing.party;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** The vendors that Farthing deals with. */
@Stateless
public class Vendors {
    @Inject
    private PartyStore store;

    /**
     * Takes a vendor on, or puts a new contract in the place of the one with the vendor that has this code already.
     *
     * @throws PartyRefused if code or contract are not in form, or the vendor is closed
     */
    public Vendor put(String code, VendorContract contract) {
        contract.check(code);
        return store.vendor(code)
                .map(vendor -> agree(store.locked(vendor), contract))
                .orElseGet(() -> store.persist(new Vendor(code, contract)));
    }

    /** @throws PartyRefused if there is no such vendor */
    public Vendor get(String code) {
        return store.vendor(code).orElseThrow(() -> PartyRefused.notFound("There is no vendor " + code));
    }

    /** True if there is such a vendor. */
    public boolean isKnown(String code) {
        return store.vendor(code).isPresent();
    }

    /** The vendor with its row locked until the transaction ends. Errors as for {@link #get}. */
    public Vendor lock(String code) {
        return store.locked(get(code));
    }

    /**
     * Takes a step in a locked vendor's life. What the step needs to be true is the caller's to make sure of.
     *
     * @throws PartyRefused if there is no such step from where the vendor is
     */
    public void become(Vendor locked, Vendor.Status next) {
        locked.become(next);
    }

    private static Vendor agree(Vendor vendor, VendorContract contract) {
        if (vendor.status() == Vendor.Status.CLOSED) {
            throw PartyRefused.wrongStatus(
                    "Vendor " + vendor.code() + " is closed: take it on anew, under another code");
        }
        vendor.agree(contract);
        return vendor;
    }
}
