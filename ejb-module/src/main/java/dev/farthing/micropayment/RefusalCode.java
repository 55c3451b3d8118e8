package dev.farthing.micropayment;

/**
 * Why a submission is refused, in order of precedence: the first that applies is the one that is told. A refusal of this
 * list never books anything, and sending the same submission again never changes it. {@code docs/reference/refusals.md} is
 * this list for vendors; a test holds the two together.
 */
enum RefusalCode {
    INVALID_SUBMISSION(
            "The message is authentic, but not a request in form", "correct it and use a new submission id", "nothing"),
    FENCED(
            "This submission was asked about before it arrived, and closed unpaid",
            "use a new submission id",
            "nothing"),
    CONFLICT(
            "This submission id was used for another purchase", "use a new submission id for each purchase", "nothing"),
    VENDOR_NOT_ACTIVE("The vendor's contract is not active", "ask the bank", "nothing"),
    UNKNOWN_CUSTOMER(
            "No customer has this identifier with this vendor",
            "ask the customer's app for the identifier",
            "hand the identifier over"),
    NO_CONSENT(
            "The customer has not consented to payments to this vendor, or has withdrawn it",
            "ask the customer",
            "consent, if they want to"),
    ITEM_NOT_ON_SALE("The vendor's catalogue has no such item on sale", "publish it first", "nothing"),
    PRICE_CHANGED(
            "The item's price is not the one that the submission names",
            "show the customer the new price",
            "decide anew"),
    ACCOUNT_NOT_OPEN("The customer has no open account in the item's currency", "tell the customer", "ask the bank"),
    INSUFFICIENT_FUNDS(
            "The customer's account does not hold enough",
            "use a new submission id after the customer's top-up",
            "top up");

    private final String meaning;
    private final String vendorDoes;
    private final String customerDoes;

    RefusalCode(String meaning, String vendorDoes, String customerDoes) {
        this.meaning = meaning;
        this.vendorDoes = vendorDoes;
        this.customerDoes = customerDoes;
    }

    /** What it means and what the vendor should do, for people. */
    String detail() {
        return meaning + ": " + vendorDoes;
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
