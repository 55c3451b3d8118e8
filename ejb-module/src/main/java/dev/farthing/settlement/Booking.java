package dev.farthing.settlement;

import dev.farthing.ledger.Transfer;
import java.time.LocalDate;

/** A transfer, the business date it is booked on, and the reference of what it is for. */
record Booking(LocalDate businessDate, Transfer transfer, String subject) {}
