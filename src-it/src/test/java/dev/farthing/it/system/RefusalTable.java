package dev.farthing.it.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which refusals a kind of request can have, and which of them cannot apply at once. */
final class RefusalTable {
    static final RefusalTable PURCHASE = new RefusalTable(
            "purchase",
            Set.of(
                    "INVALID_SUBMISSION",
                    "FENCED",
                    "CONFLICT",
                    "VENDOR_NOT_ACTIVE",
                    "UNKNOWN_CUSTOMER",
                    "NO_CONSENT",
                    "UNKNOWN_ITEM",
                    "ITEM_NOT_ON_SALE",
                    "NO_PRICE",
                    "PRICE_CHANGED",
                    "CAP_PER_PURCHASE",
                    "CAP_PER_DAY",
                    "CAP_PER_VENDOR",
                    "CAP_PER_RIGHTS",
                    "ACCOUNT_NOT_OPEN",
                    "ACCOUNT_FROZEN",
                    "INSUFFICIENT_FUNDS",
                    "CREDIT_LIMIT_REACHED"),
            Map.of("INSUFFICIENT_FUNDS CREDIT_LIMIT_REACHED", "a customer is prepaid or on a tab"));

    private static final String NOT_CLOSED = "a customer is not closed while a payment is not firm";

    static final RefusalTable REVERSAL = new RefusalTable(
            "reversal",
            Set.of(
                    "INVALID_SUBMISSION",
                    "FENCED",
                    "CONFLICT",
                    "UNKNOWN_PAYMENT",
                    "PAYMENT_FIRM",
                    "NOTHING_LEFT",
                    "QUANTITY_EXCEEDED",
                    "ACCOUNT_CLOSED"),
            Map.of(
                    "ACCOUNT_CLOSED", NOT_CLOSED,
                    "INVALID_SUBMISSION ACCOUNT_CLOSED", NOT_CLOSED,
                    "FENCED ACCOUNT_CLOSED", NOT_CLOSED,
                    "CONFLICT ACCOUNT_CLOSED", NOT_CLOSED,
                    "UNKNOWN_PAYMENT ACCOUNT_CLOSED", NOT_CLOSED,
                    "NOTHING_LEFT ACCOUNT_CLOSED", NOT_CLOSED,
                    "QUANTITY_EXCEEDED ACCOUNT_CLOSED", NOT_CLOSED));

    static final RefusalTable REFUND = new RefusalTable(
            "refund",
            Set.of(
                    "INVALID_SUBMISSION",
                    "FENCED",
                    "CONFLICT",
                    "UNKNOWN_PAYMENT",
                    "PAYMENT_NOT_FIRM",
                    "NOTHING_LEFT",
                    "QUANTITY_EXCEEDED",
                    "ACCOUNT_CLOSED",
                    "PAYABLE_TOO_LOW"),
            Map.of("PAYMENT_NOT_FIRM ACCOUNT_CLOSED", NOT_CLOSED));

    /** Told of days that are archived, which takes a server of its own: RetentionIT has these. */
    private static final RefusalTable OF_ARCHIVED_DAYS =
            new RefusalTable("of an archived day", Set.of("ARCHIVED", "PAYMENT_ARCHIVED"), Map.of());

    /** What stays as it is for ever, so that what comes after it cannot be seen by mending it. */
    private static final Set<String> INCURABLE = Set.of("NOTHING_LEFT", "ACCOUNT_CLOSED");

    /** As near as they get: mending the first would make the second go away, or can not be done. */
    private static final Set<String> INCURABLE_PAIRS =
            Set.of("FENCED CONFLICT", "ACCOUNT_NOT_OPEN ACCOUNT_FROZEN", "PAYMENT_NOT_FIRM PAYABLE_TOO_LOW");

    static final List<RefusalTable> ALL = List.of(PURCHASE, REVERSAL, REFUND, OF_ARCHIVED_DAYS);

    private final String name;
    private final Set<String> codes;
    private final Map<String, String> impossible;

    private RefusalTable(String name, Set<String> codes, Map<String, String> impossible) {
        this.name = name;
        this.codes = codes;
        this.impossible = impossible;
    }

    /** One code that is to be told, and those that apply at the same time. */
    record Row(RefusalTable kind, String told, List<String> codes) {
        /** Whether the first can be mended, so that the second shows. */
        boolean canBeCured() {
            return !INCURABLE.contains(told) && !INCURABLE_PAIRS.contains(String.join(" ", codes));
        }

        boolean isPair() {
            return codes.size() == 2;
        }

        @Override
        public String toString() {
            return kind.name + ": " + (isPair() ? told + " before " + codes.get(1) : told);
        }
    }

    boolean knows(String code) {
        return codes.contains(code);
    }

    /** A row for each code and for each pair of them that can apply at once, in this order of precedence. */
    List<Row> rows(List<String> precedence) {
        List<String> mine = precedence.stream().filter(codes::contains).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            add(rows, List.of(mine.get(i)));
            for (int j = i + 1; j < mine.size(); j++) {
                add(rows, List.of(mine.get(i), mine.get(j)));
            }
        }
        return rows;
    }

    private void add(List<Row> rows, List<String> together) {
        if (!impossible.containsKey(String.join(" ", together))) {
            rows.add(new Row(this, together.get(0), together));
        }
    }

    int impossibleRows() {
        return impossible.size();
    }
}
