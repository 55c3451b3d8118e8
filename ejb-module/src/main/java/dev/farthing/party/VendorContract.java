package dev.farthing.party;

import org.jspecify.annotations.Nullable;

/**
 * What a vendor has agreed on with the bank.
 *
 * @param feePlan the code of the plan that fees are charged by
 * @param conditionalDays how many business days a payment stays conditional after its own, 0 to 30
 * @param payoutIban where payouts go, or null as long as there are none
 * @param requestLimit requests a second on one node, or null for the server's usual limit
 */
public record VendorContract(
        String name,
        String feePlan,
        int conditionalDays,
        @Nullable String payoutIban,
        @Nullable Integer requestLimit) {
    public static final String USUAL_FEE_PLAN = "standard";
    public static final int USUAL_CONDITIONAL_DAYS = 1;

    private static final int MOST_CONDITIONAL_DAYS = 30;
    private static final int HIGHEST_REQUEST_LIMIT = 100_000;

    /** A contract with nothing but what is usual. */
    public static VendorContract usual(String name) {
        return new VendorContract(name, USUAL_FEE_PLAN, USUAL_CONDITIONAL_DAYS, null, null);
    }

    void check(String code) {
        PartyRefused.checkDescription(code, name);
        if (!feePlan.matches("[a-z0-9][a-z0-9-]{0,38}[a-z0-9]")) {
            throw PartyRefused.notPossible("A fee plan's code is 2 to 40 of a-z, 0-9 and -, with no - at either end");
        }
        if (conditionalDays < 0 || conditionalDays > MOST_CONDITIONAL_DAYS) {
            throw PartyRefused.notPossible("Payments stay conditional for 0 to " + MOST_CONDITIONAL_DAYS + " days");
        }
        if (payoutIban != null && !Iban.isValid(payoutIban)) {
            throw PartyRefused.notPossible("The payout IBAN does not have the form or the check digits of ISO 13616");
        }
        if (requestLimit != null && (requestLimit < 1 || requestLimit > HIGHEST_REQUEST_LIMIT)) {
            throw PartyRefused.notPossible("A request limit is 1 to " + HIGHEST_REQUEST_LIMIT + " a second");
        }
    }
}
