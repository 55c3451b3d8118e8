package dev.farthing.settlement;

/** A vendor's business in one currency, which is settled by itself. */
record VendorCurrency(long vendorId, String currency) {}
