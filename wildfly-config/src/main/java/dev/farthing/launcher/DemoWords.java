package dev.farthing.launcher;

import java.util.Map;

/** The refusals of payments as a neighbour would tell of them. */
final class DemoWords {

    private static final Map<String, String> REFUSALS = Map.ofEntries(
            Map.entry("ACCOUNT_FROZEN", "the bank had frozen the account"),
            Map.entry("CAP_PER_DAY", "the customer had set a limit for a day, and it was used up"),
            Map.entry("CAP_PER_PURCHASE", "it was dearer than the customer allows at once"),
            Map.entry("CAP_PER_RIGHTS", "it was more than the customer spends on things of that kind in a day"),
            Map.entry("CAP_PER_VENDOR", "it was more than the customer ever wants to spend in that shop"),
            Map.entry("CONFLICT", "an old order's number stood on another purchase"),
            Map.entry("CREDIT_LIMIT_REACHED", "the tab would have been longer than the bank allows"),
            Map.entry("INSUFFICIENT_FUNDS", "there was not enough money in the account"),
            Map.entry("ITEM_NOT_ON_SALE", "it is not for sale any more"),
            Map.entry("NO_CONSENT", "the customer had never agreed to be charged by that shop"),
            Map.entry("PRICE_CHANGED", "the price had gone up, and the shop still showed the old one"),
            Map.entry("UNKNOWN_CUSTOMER", "nobody here is called that"),
            Map.entry("UNKNOWN_ITEM", "the shop has no such thing"));

    private DemoWords() {}

    static String refusal(String code) {
        return REFUSALS.getOrDefault(code, "for another reason") + " (" + code + ")";
    }
}
