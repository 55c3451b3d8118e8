package dev.farthing.kit.shop;

import dev.farthing.kit.message.Refusal;

/** What a customer is told: what happened, and what can be done about it. Codes are for the shop's log. */
final class Words {
    static final String UNKNOWN =
            "We do not know yet whether your payment went through. You will not pay twice: open the article again in a moment.";
    static final String NOT_NOW =
            "We cannot sell anything just now. Nothing was paid; please try again in a few minutes.";
    static final String TICKET_REFUSED =
            "This ticket is not for this visit, or too old. Ask your app for a new one, with the number that is shown here now.";
    static final String TICKET_USED = "This ticket was used already. Ask your app for a new one.";
    static final String NOT_HELD = "You have not bought this article in this visit. Buy it, or show that you hold it.";
    static final String NOT_ENTITLED =
            "What you have shown does not open this article: it is not yours, not for this shop, or was given back.";
    static final String USED_UP = "You have read this article as often as you paid for. Buy it again to read it again.";
    static final String OUT_OF_TIME = "The time that you paid for is over. Buy the article again to read it again.";
    static final String STATUS_UNKNOWN =
            "We cannot find out just now whether what you hold is still good. Please try again in a moment.";
    static final String RETURNED = "Taken back: your money is on your account again.";
    static final String RETURN_UNKNOWN =
            "We do not know yet whether the article was taken back. Open it again in a moment to see.";
    static final String TOO_MUCH = "You have bought as much as one visit can hold. Come again for more.";

    private Words() {}

    /** Why an article was not sold. */
    static String notSold(Refusal refusal) {
        return switch (refusal.code()) {
            case "NO_CONSENT" ->
                "You have not allowed this shop to ask for payments. Give it your consent in your app, and try again.";
            case "INSUFFICIENT_FUNDS" ->
                "There is not enough money on your account. Top it up in your app, and try again.";
            case "CREDIT_LIMIT_REACHED" ->
                "You have reached your credit limit. It is free again when what is open was collected.";
            case "CAP_PER_PURCHASE" ->
                "This article costs more than you allow for one purchase. Raise that limit in your app, if you like.";
            case "CAP_PER_DAY" ->
                "You have reached what you allow yourself for one day. Come again tomorrow, or raise that limit in your app.";
            case "CAP_PER_VENDOR" ->
                "You have reached what you allow this shop in all. Raise that limit in your app, if you like.";
            case "CAP_PER_RIGHTS" ->
                "You have reached what you allow yourself for articles of this kind. Raise that limit in your app, if you like.";
            case "ACCOUNT_NOT_OPEN" -> "You have no open account in the currency of this article.";
            case "ACCOUNT_FROZEN" -> "Your account is frozen. Please ask your bank.";
            case "PRICE_CHANGED" ->
                "The price has changed while you were looking. Nothing was paid: look at the new price below.";
            case "UNKNOWN_ITEM", "ITEM_NOT_ON_SALE", "NO_PRICE" -> "This article is not for sale any more.";
            case "UNKNOWN_CUSTOMER" -> "Your bank does not know this ticket. Ask your app for a new one.";
            case "FENCED" -> "Your payment did not arrive in time, and nothing was paid. Please try again.";
            default -> NOT_NOW;
        };
    }

    /** Why an article was not taken back. */
    static String notReturned(Refusal refusal) {
        return switch (refusal.code()) {
            case "PAYMENT_FIRM" -> "It is too late to give this article back here. Please write to us for a refund.";
            case "NOTHING_LEFT" -> "This article was given back already.";
            case "ACCOUNT_CLOSED" -> "Your account is closed: please ask your bank.";
            default ->
                "We could not take the article back just now; it is still yours. Please try again in a few minutes.";
        };
    }
}
