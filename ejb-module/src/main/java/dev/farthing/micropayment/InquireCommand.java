package dev.farthing.micropayment;

/** Asks what became of a submission; one that was never seen is closed, so that it cannot arrive late. */
record InquireCommand(Origin origin) implements Command {}
