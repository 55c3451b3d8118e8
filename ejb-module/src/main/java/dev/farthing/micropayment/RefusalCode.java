package dev.farthing.micropayment;

/**
 * Why a submission is refused, in order of precedence: the first that applies is the one that is told. A refusal of this
 * list never books anything, and sending the same submission again never changes it, until the day of its decision is archived.
 * {@code docs/reference/refusals.md} is this list for vendors; a test holds the two together.
 */
enum RefusalCode {
    INVALID_SUBMISSION(
            Of.BOTH,
            false,
            "The message is authentic, but not a request in form",
            "correct it and use a new submission id",
            "nothing"),
    FENCED(
            Of.BOTH,
            true,
            "This submission was asked about before it arrived, and closed with nothing booked",
            "use a new submission id",
            "nothing"),
    CONFLICT(
            Of.BOTH,
            true,
            "This submission id was used for another request",
            "use a new submission id for each request",
            "nothing"),
    ARCHIVED(
            Of.ARCHIVED,
            false,
            "This submission was decided on a day that is archived, so that its decision is not at hand",
            "look into the statement of that day, or ask the bank; pay under a new submission id only if it was refused",
            "nothing") {
        @Override
        String outcome() {
            return "unknown";
        }
    },
    VENDOR_NOT_ACTIVE(Of.PAYMENTS, true, "The vendor's contract is not active", "ask the bank", "nothing"),
    UNKNOWN_CUSTOMER(
            Of.PAYMENTS,
            false,
            "No customer has this identifier with this vendor",
            "ask the customer's app for the identifier",
            "hand the identifier over"),
    NO_CONSENT(
            Of.PAYMENTS,
            true,
            "The customer has not consented to payments to this vendor, or has withdrawn it",
            "ask the customer",
            "consent, if they want to"),
    UNKNOWN_ITEM(Of.PAYMENTS, false, "The vendor's catalogue has no such item", "publish it first", "nothing"),
    ITEM_NOT_ON_SALE(
            Of.PAYMENTS,
            true,
            "The item is not on sale, or it is before or after the time of its sale",
            "offer it when it is on sale",
            "nothing"),
    NO_PRICE(
            Of.PAYMENTS,
            true,
            "The item has no price in effect in this currency",
            "publish one, or name a currency in which there is one",
            "nothing"),
    PRICE_CHANGED(
            Of.PAYMENTS,
            false,
            "The item's price is not the one that the submission names",
            "show the customer the new price",
            "decide anew"),
    CAP_PER_PURCHASE(
            Of.PAYMENTS,
            true,
            "It is more than the customer allows for one purchase",
            "offer less at once",
            "raise the cap, if they want to"),
    CAP_PER_DAY(
            Of.PAYMENTS,
            true,
            "With it the customer would spend more than allowed on one day",
            "try again tomorrow",
            "raise the cap, if they want to, or wait"),
    CAP_PER_VENDOR(
            Of.PAYMENTS,
            true,
            "With it the customer would spend more at this vendor than allowed in all",
            "tell the customer",
            "raise the cap, if they want to"),
    CAP_PER_RIGHTS(
            Of.PAYMENTS,
            true,
            "With it the customer would spend more than allowed on one day on items with such rights",
            "offer other rights, or try again tomorrow",
            "raise the cap, if they want to, or wait"),
    ACCOUNT_NOT_OPEN(
            Of.PAYMENTS,
            true,
            "The customer has no account in the currency, or it is closed",
            "tell the customer",
            "ask the bank"),
    ACCOUNT_FROZEN(Of.PAYMENTS, true, "The customer's account is frozen", "tell the customer", "ask the bank"),
    INSUFFICIENT_FUNDS(
            Of.PAYMENTS,
            true,
            "The customer's account does not hold enough",
            "use a new submission id after the customer's top-up",
            "top up"),
    CREDIT_LIMIT_REACHED(
            Of.PAYMENTS,
            true,
            "With it the customer's tab would pass its limit",
            "use a new submission id after the next collection",
            "wait for the next collection, or ask the bank"),
    PAYMENT_ARCHIVED(
            Of.ARCHIVED,
            false,
            "The day of the payment is archived, so that nothing of it can be given back",
            "pay the customer in another way",
            "ask the vendor"),
    UNKNOWN_PAYMENT(
            Of.RETURNS,
            false,
            "No accepted payment of this vendor has this submission id",
            "inquire about the payment",
            "nothing"),
    PAYMENT_FIRM(
            Of.RETURNS,
            false,
            "The payment has turned firm, so that it can no longer be reversed",
            "refund it",
            "nothing"),
    PAYMENT_NOT_FIRM(
            Of.RETURNS,
            true,
            "The payment has not turned firm, so that it cannot be refunded yet",
            "reverse it",
            "nothing"),
    NOTHING_LEFT(Of.RETURNS, false, "All of the payment has gone back already", "nothing", "nothing"),
    QUANTITY_EXCEEDED(
            Of.RETURNS,
            false,
            "Less of the payment is left than is to go back",
            "name a quantity that is left, or none for all of it",
            "nothing"),
    ACCOUNT_CLOSED(
            Of.RETURNS,
            false,
            "The customer's account is closed, so that nothing can go back to it",
            "pay the customer in another way",
            "ask the vendor"),
    PAYABLE_TOO_LOW(
            Of.RETURNS,
            true,
            "The vendor is owed less than is to go back",
            "use a new submission id when more has turned firm",
            "nothing");

    /** Which requests are refused with it. */
    enum Of {
        BOTH,
        PAYMENTS,
        RETURNS,

        /** Of either kind, if it speaks of a day that is archived. */
        ARCHIVED;

        boolean includes(Of one) {
            return this == BOTH || this == one;
        }
    }

    private final Of of;
    private final boolean retryable;
    private final String meaning;
    private final String vendorDoes;
    private final String customerDoes;

    RefusalCode(Of of, boolean retryable, String meaning, String vendorDoes, String customerDoes) {
        this.of = of;
        this.retryable = retryable;
        this.meaning = meaning;
        this.vendorDoes = vendorDoes;
        this.customerDoes = customerDoes;
    }

    /** What it means and what the vendor should do, for people. */
    String detail() {
        return meaning + ": " + vendorDoes;
    }

    Of of() {
        return of;
    }

    /** True if the very same request under a new submission id can succeed later, though the vendor changes nothing. */
    boolean retryable() {
        return retryable;
    }

    /** What stands in the books after it. */
    String outcome() {
        return "none";
    }

    String meaning() {
        return meaning;
    }

    String vendorDoes() {
        return vendorDoes;
    }

    String customerDoes() {
        return customerDoes;
    }
}
