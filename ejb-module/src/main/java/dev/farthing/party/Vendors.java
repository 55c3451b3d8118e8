package dev.farthing.party;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;

/** The vendors that Farthing deals with. */
@Stateless
public class Vendors {
    @Inject
    private PartyStore store;

    /**
     * Takes a vendor on, or renames the one that has this code already.
     *
     * @throws PartyRefused if the code or the name is not in form
     */
    public Vendor put(String code, String name) {
        PartyRefused.checkDescription(code, name);
        Optional<Vendor> known = store.vendor(code);
        known.ifPresent(vendor -> vendor.rename(name));
        return known.orElseGet(() -> {
            Vendor vendor = new Vendor(code, name);
            store.persist(vendor);
            return vendor;
        });
    }

    /** @throws PartyRefused if there is no such vendor */
    public Vendor get(String code) {
        return store.vendor(code)
                .orElseThrow(() -> new PartyRefused(PartyRefused.Kind.NOT_FOUND, "There is no vendor " + code));
    }
}
