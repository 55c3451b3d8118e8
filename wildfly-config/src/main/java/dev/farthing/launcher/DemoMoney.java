package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** Sums of the demonstration, which all stand in one currency: between the town's decimals, the wire and what people read. */
final class DemoMoney {

    static final String CURRENCY = "EUR";
    private static final int LEDGER_SCALE = 6;
    private static final int USUAL_DECIMALS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoMoney() {}

    /** The least amounts of the ledger that a decimal stands for. */
    static long ledger(String decimal) {
        return new BigDecimal(decimal).movePointRight(LEDGER_SCALE).longValueExact();
    }

    /** An amount as the server takes it. */
    static ObjectNode amount(String decimal) {
        return amount(ledger(decimal));
    }

    static ObjectNode amount(long ledger) {
        ObjectNode amount = JSON.createObjectNode();
        amount.put("value", Long.toString(ledger));
        amount.put("currency", CURRENCY);
        amount.put("scale", LEDGER_SCALE);
        return amount;
    }

    /** An amount as the server gives it, in the ledger's scale. */
    static long ledger(JsonNode amount) throws Problem {
        if (!amount.path("currency").asText().equals(CURRENCY)) {
            throw new Problem(
                    "The demonstration has only " + CURRENCY + ", but the server names the amount " + amount + ".");
        }
        BigDecimal value = BigDecimal.valueOf(
                amount.path("value").asLong(), amount.path("scale").asInt());
        return value.movePointRight(LEDGER_SCALE).longValueExact();
    }

    /** The sum of a list that has an amount for each currency; other currencies than the demonstration's are not its own. */
    static long sum(JsonNode amounts) throws Problem {
        long sum = 0;
        for (JsonNode amount : amounts) {
            if (amount.path("currency").asText().equals(CURRENCY)) {
                sum = Math.addExact(sum, ledger(amount));
            }
        }
        return sum;
    }

    /** For people: at least two decimals, more only where there are some. */
    static String text(long ledger) {
        BigDecimal value = BigDecimal.valueOf(ledger, LEDGER_SCALE).stripTrailingZeros();
        return value.setScale(Math.max(USUAL_DECIMALS, value.scale())).toPlainString() + " " + CURRENCY;
    }
}
