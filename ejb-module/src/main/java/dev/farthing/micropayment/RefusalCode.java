package dev.farthing.micropayment;

/**
 * Why a submission is refused, in order of precedence: the first that applies is the one that is told. A refusal of this
 * list never books anything.
 */
enum RefusalCode {
    INVALID_SUBMISSION(
            "The message is authentic, but not a submission in form: correct it and use a new submission id"),
    FENCED("This submission was asked about before it arrived, and closed unpaid: use a new submission id"),
    CONFLICT("This submission id was used for another purchase: use a new one for each purchase"),
    VENDOR_NOT_ACTIVE("The vendor's contract is not active: ask the bank"),
    UNKNOWN_CUSTOMER("No customer has this identifier with this vendor: ask the customer's app for it"),
    NO_CONSENT("The customer has not consented to payments to this vendor, or has withdrawn it: ask the customer"),
    ITEM_NOT_ON_SALE("The vendor's catalogue has no such item on sale: publish it first"),
    PRICE_CHANGED("The item's price is not the one that the submission names: show the customer the new one"),
    ACCOUNT_NOT_OPEN("The customer has no open account in the item's currency: the customer asks the bank"),
    INSUFFICIENT_FUNDS(
            "The customer's account does not hold enough: the customer tops up, then use a new submission id");

    private final String detail;

    RefusalCode(String detail) {
        this.detail = detail;
    }

    /** What it means and what to do. */
    String detail() {
        return detail;
    }
}
