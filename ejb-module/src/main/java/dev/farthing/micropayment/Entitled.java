package dev.farthing.micropayment;

import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.StatusList;
import java.time.Instant;

/**
 * What an entitlement says: as often as it is written, the same.
 *
 * @param quantity of the payment's units that it is for
 * @param at when it was decided: with the payment, or with the return that left this much of it
 * @param status the number of its bit, counted through all lists
 */
record Entitled(String vendor, Grant grant, int quantity, Instant at, long status) {
    Entitlement of(String server, String lists) {
        Entitlement.Status bit =
                new Entitlement.Status((int) (status % StatusList.ENTRIES), lists + status / StatusList.ENTRIES);
        return new Entitlement(
                server,
                vendor,
                grant.customer(),
                grant.payment().toString(),
                at,
                grant.item(),
                quantity,
                grant.rights().of(quantity, grant.from()),
                bit);
    }
}
