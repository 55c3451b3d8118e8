package dev.farthing.party;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has agreed on with the bank; the credit limit of a tab stands on the customer's accounts.
 *
 * @param mandate what the tab is collected by, or null, for prepaid customers only
 */
public record CustomerContract(
        String name, Customer.Kind kind, @Nullable Mandate mandate) {

    /** A prepaid customer's. */
    public static CustomerContract prepaid(String name) {
        return new CustomerContract(name, Customer.Kind.PREPAID, null);
    }

    void check(String code, LocalDate latest) {
        PartyRefused.checkDescription(code, name);
        if (mandate != null) {
            mandate.check(latest);
        } else if (kind == Customer.Kind.TAB) {
            throw PartyRefused.notPossible("A customer on a tab has a mandate: reference, iban and signedOn");
        }
    }
}
