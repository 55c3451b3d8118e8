package dev.farthing.ledger;

/** What an account had when a business day began and when it ended, in the ledger scale of its currency. */
public record DayBalance(long opening, long closing) {}
