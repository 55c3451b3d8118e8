package dev.farthing.calendar;

/** The life of a business day, in order: ordinary causes, settlement causes only, nothing. */
public enum DayState {
    OPEN,
    CLOSING,
    CLOSED
}
