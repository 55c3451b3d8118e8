package dev.farthing.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * The names of what a night makes. They follow from day, party and currency alone, so that a night that is interrupted and begun
 * again makes the same things under the same names, and the second of two is refused by its key.
 */
final class References {
    /** Made once at random: the space in which the names of transfers are hashed (RFC 9562, version 5). */
    private static final UUID SPACE = UUID.fromString("5f0c2f2e-6d0b-4c8e-9c39-0f2d5a7c1b64");

    private References() {}

    static String payout(LocalDate day, long vendorId, String currency) {
        return "P" + basic(day) + "-" + vendorId + "-" + currency;
    }

    static String collection(LocalDate day, long customerId, String currency) {
        return "C" + basic(day) + "-" + customerId + "-" + currency;
    }

    static String fee(LocalDate day, long vendorId, String currency) {
        return "F" + basic(day) + "-" + vendorId + "-" + currency;
    }

    static String message(BankFile.Kind kind, LocalDate day, String currency, int part) {
        return "FARTHING-" + basic(day) + "-" + kind.name().charAt(0) + "-" + currency + "-" + part;
    }

    static String file(BankFile.Kind kind, LocalDate day, String currency, int part) {
        return "farthing-" + basic(day) + "-" + kind.text() + "-" + currency + "-" + part + ".xml";
    }

    /** The transfer that books something under its reference. */
    static UUID transfer(String reference) {
        return UuidCreator.getNameBasedSha1(SPACE, reference);
    }

    private static String basic(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
