package dev.farthing.micropayment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A payment that returns ask about: the row of what has gone back of it is locked, and so is its vendor's day. What one
 * command of the batch gives back is not there for the next.
 */
final class Paid {
    /** A payment as it was booked, its amount in the currency's ledger scale: so many times the price of one. */
    record Booked(Terms.Named name, Grant grant, LocalDate businessDate, long amount, String currency, long status) {}

    private final Booked booked;
    private final boolean firm;
    private int returnedQuantity;
    private long returnedAmount;
    private long status;
    private final List<Long> revoked = new ArrayList<>();

    /** @param status the number of the bit of the entitlement that stands */
    Paid(Booked booked, boolean firm, int returnedQuantity, long returnedAmount, long status) {
        this.booked = booked;
        this.firm = firm;
        this.returnedQuantity = returnedQuantity;
        this.returnedAmount = returnedAmount;
        this.status = status;
    }

    Booked booked() {
        return booked;
    }

    boolean isFirm() {
        return firm;
    }

    int left() {
        return booked.grant().quantity() - returnedQuantity;
    }

    long amountOf(int quantity) {
        return Math.multiplyExact(booked.amount() / booked.grant().quantity(), (long) quantity);
    }

    /** Takes units back; if some are left, their entitlement has the bit of that number from now on. */
    void take(int quantity, long newStatus) {
        returnedQuantity += quantity;
        returnedAmount = Math.addExact(returnedAmount, amountOf(quantity));
        revoked.add(status);
        status = left() > 0 ? newStatus : status;
    }

    int returnedQuantity() {
        return returnedQuantity;
    }

    long returnedAmount() {
        return returnedAmount;
    }

    long status() {
        return status;
    }

    boolean isChanged() {
        return !revoked.isEmpty();
    }

    /** The bits of the entitlements that stand no more. */
    List<Long> revoked() {
        return List.copyOf(revoked);
    }
}
