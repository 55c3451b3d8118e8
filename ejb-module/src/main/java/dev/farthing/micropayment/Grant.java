package dev.farthing.micropayment;

import java.time.Instant;
import java.util.UUID;

/**
 * What a payment gives its customer: as stored with it, enough to write the entitlement to any part of it again.
 *
 * @param customer the identifier that the vendor knows the customer by
 * @param quantity of the whole payment
 * @param rights of one unit
 * @param from when the payment was decided
 */
record Grant(UUID payment, String customer, String item, int quantity, Rights rights, Instant from) {}
