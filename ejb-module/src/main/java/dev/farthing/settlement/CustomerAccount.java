package dev.farthing.settlement;

/** An account whose day may need a statement. */
public record CustomerAccount(long customerId, String code, long account, String currency) {
    String owner() {
        return "customer:" + code;
    }
}
