package dev.farthing.launcher;

import java.math.BigDecimal;

/**
 * One order that the simulated bank was given.
 *
 * @param collection whether money is to come; if not, it is to go
 * @param account of the house, on which it is booked
 * @param iban of the other side, with its name
 */
record BankOrder(
        boolean collection,
        String account,
        String currency,
        BigDecimal amount,
        String endToEndId,
        String name,
        String iban,
        String remittance) {}
