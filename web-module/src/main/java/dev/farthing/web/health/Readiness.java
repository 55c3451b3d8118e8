package dev.farthing.web.health;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.keys.KeyRing;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.SubmissionDesk;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether this node can take payments, check by check. */
@ApplicationScoped
class Readiness {
    private static final Logger LOG = Logger.getLogger(Readiness.class.getName());
    private static final int LEAST_PARTITION_DAYS = 7;

    /** One check; {@code detail} says how it stands or what to do. */
    record Check(String name, String status, String detail) {
        boolean isUp() {
            return "UP".equals(status);
        }
    }

    /** All checks, and the open business day if there is one. */
    record Report(String status, @Nullable String businessDate, List<Check> checks, String version) {
        boolean isUp() {
            return "UP".equals(status);
        }
    }

    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private KeyRing keys;

    @Inject
    private SubmissionDesk desk;

    Report report() {
        @Nullable LocalDate openDay = openDay();
        List<Check> checks = List.of(
                check(
                        "database",
                        () -> openDay != null,
                        "reachable, with an open business day",
                        "not reachable, or no business day is open: see the server's log, and ./farthing migrate"),
                check(
                        "partitions",
                        () -> ledger.daysWithPartitions() >= LEAST_PARTITION_DAYS,
                        "made ahead",
                        "fewer than " + LEAST_PARTITION_DAYS + " days have partitions: run ./farthing migrate"),
                check("keys", () -> keys.published().size() >= 4, "loaded", "the server's keys are not loaded"),
                check(
                        "lanes",
                        desk::isReady,
                        "at work",
                        "a lane has ended, or has been at one batch for half a minute: look at the database, then restart the server"));
        String status = checks.stream().allMatch(Check::isUp) ? "UP" : "DOWN";
        return new Report(status, openDay == null ? null : openDay.toString(), checks, version());
    }

    private @Nullable LocalDate openDay() {
        try {
            return days.openDay(BusinessDays.MAIN_CALENDAR).orElse(null);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "Not ready", e);
            return null;
        }
    }

    private static Check check(String name, Supplier<Boolean> isUp, String up, String down) {
        try {
            return isUp.get() ? new Check(name, "UP", up) : new Check(name, "DOWN", down);
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "Not ready", e);
            return new Check(name, "DOWN", down);
        }
    }

    /** The version of this build, which the build writes beside this class. */
    private static String version() {
        try (InputStream file = Readiness.class.getResourceAsStream("version.txt")) {
            return file == null ? "unknown" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
