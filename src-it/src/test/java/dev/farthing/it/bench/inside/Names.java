package dev.farthing.it.bench.inside;

/** What the bench's parties, items and submissions are called, in the database as in the messages. */
public final class Names {
    /** The one item that every vendor sells. */
    public static final String ITEM = "article";

    /** Its price, in millionths of a dollar. */
    public static final long PRICE = 1_234;

    private Names() {}

    /** A customer's code. */
    public static String customer(int number) {
        return String.format("bench-customer-%06d", number);
    }

    /** The identifier by which a vendor knows a customer. */
    public static String identifier(int vendor, int customer) {
        return "b" + vendor + "-" + customer;
    }

    /** The id of a round's submission; only this round's begin like this. */
    public static String submission(String round, int number) {
        return round + "." + number;
    }
}
