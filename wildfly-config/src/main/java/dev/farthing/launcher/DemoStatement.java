package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;

/** What a closed day brought a vendor in the demonstration's currency, as its statement has it. */
record DemoStatement(Total payments, Total reversals) {

    /** How many, and how much in all. */
    record Total(long count, long amount) {

        static final Total NONE = new Total(0, 0);

        Total plus(Total other) {
            return new Total(Math.addExact(count, other.count()), Math.addExact(amount, other.amount()));
        }
    }

    /** Before the first purchase. */
    static final DemoStatement NOTHING = new DemoStatement(Total.NONE, Total.NONE);

    static DemoStatement of(JsonNode statement) throws Problem {
        for (JsonNode line : statement.path("lines")) {
            if (line.path("currency").asText().equals(DemoMoney.CURRENCY)) {
                return new DemoStatement(total(line.path("payments")), total(line.path("reversals")));
            }
        }
        return NOTHING;
    }

    private static Total total(JsonNode total) throws Problem {
        return new Total(total.path("count").asLong(), DemoMoney.ledger(total.path("amount")));
    }

    /** The same as the vendor counted it itself, answer by answer. */
    static DemoStatement seen(JsonNode tally) {
        return new DemoStatement(
                new Total(
                        tally.path("accepted").asLong(-1),
                        tally.path("acceptedAmount").asLong(-1)),
                new Total(
                        tally.path("reversed").asLong(-1),
                        tally.path("reversedAmount").asLong(-1)));
    }

    DemoStatement plus(DemoStatement other) {
        return new DemoStatement(payments.plus(other.payments()), reversals.plus(other.reversals()));
    }

    /** What stayed with the vendor. */
    long kept() {
        return Math.subtractExact(payments.amount(), reversals.amount());
    }
}
