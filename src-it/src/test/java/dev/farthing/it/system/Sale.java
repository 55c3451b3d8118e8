package dev.farthing.it.system;

import dev.farthing.it.system.VendorDesk.Order;
import java.time.LocalDate;

/** An accepted purchase, as the {@link Bookkeeper} keeps it: what of it is left, and whether it is firm. */
final class Sale {
    private final VendorSheet vendor;
    private final CustomerSheet customer;
    private final Order order;
    private final long price;
    private final LocalDate day;
    private int left;
    private boolean firm;

    Sale(VendorSheet vendor, CustomerSheet customer, Order order, long price, LocalDate day) {
        this.vendor = vendor;
        this.customer = customer;
        this.order = order;
        this.price = price;
        this.day = day;
        this.left = order.quantity();
    }

    VendorSheet vendor() {
        return vendor;
    }

    CustomerSheet customer() {
        return customer;
    }

    Order order() {
        return order;
    }

    LocalDate day() {
        return day;
    }

    int quantity() {
        return order.quantity();
    }

    int left() {
        return left;
    }

    void take(int units) {
        left -= units;
    }

    boolean isFirm() {
        return firm;
    }

    void turnFirm() {
        firm = true;
    }

    long amountOf(int units) {
        return Math.multiplyExact(price, (long) units);
    }
}
