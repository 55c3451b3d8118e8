package dev.farthing.batch.settlement;

import dev.farthing.calendar.BusinessDays;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.ScheduleExpression;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Starts the night by itself, every day at the same time of the calendar's zone, if a time is set; it is not by default, since most
 * banks have a scheduler of their own. Every node may have one: of those that start a night at once, one does.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NightTimer {
    private static final Logger LOG = Logger.getLogger(NightTimer.class.getName());

    @Inject
    @ConfigProperty(name = "farthing.night.at")
    private Optional<String> at;

    @Inject
    private BusinessDays days;

    @Inject
    private JobBoard jobs;

    @Resource
    private TimerService timers;

    @PostConstruct
    void schedule() {
        at.ifPresent(text -> {
            LocalTime time = time(text);
            timers.createCalendarTimer(
                    new ScheduleExpression()
                            .hour(time.getHour())
                            .minute(time.getMinute())
                            .timezone(days.zone(BusinessDays.MAIN_CALENDAR).getId()),
                    new TimerConfig("night", false));
            LOG.log(Level.INFO, "The open business day is closed by itself at {0}", time);
        });
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("FARTHING_NIGHT_AT is a time of day such as 23:30, not " + text, e);
        }
    }

    @Timeout
    void closeOpenDay() {
        Optional<LocalDate> open = days.openDay(BusinessDays.MAIN_CALENDAR);
        open.ifPresent(day -> {
            try {
                jobs.start(new JobOrder(Job.CLOSE_BUSINESS_DAY.text(), day, false), "farthing");
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "The night of " + day + " was not started by itself: " + e.getMessage(), e);
            }
        });
    }
}
