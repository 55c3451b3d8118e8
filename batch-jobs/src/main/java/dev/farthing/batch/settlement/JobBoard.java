package dev.farthing.batch.settlement;

import dev.farthing.calendar.BusinessDays;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.StepExecution;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Where jobs are started and looked at. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobBoard {
    private static final String CLOSE_BUSINESS_DAY = "close-business-day";

    @Inject
    private BusinessDays days;

    /**
     * Starts the closing of a business day and returns at once.
     *
     * @param ahead true to close a day that has not begun yet
     * @throws dev.farthing.calendar.DayRefused if the day may not be closed yet
     */
    public JobRun closeBusinessDay(LocalDate day, boolean ahead) {
        days.requireClosable(BusinessDays.MAIN_CALENDAR, day, ahead);
        Properties parameters = new Properties();
        parameters.setProperty("day", day.toString());
        return describe(operator().getJobExecution(operator().start(CLOSE_BUSINESS_DAY, parameters)));
    }

    /** How a run stands; nothing for one that is not known. */
    public Optional<JobRun> show(long run) {
        try {
            return Optional.of(describe(operator().getJobExecution(run)));
        } catch (NoSuchJobExecutionException e) {
            return Optional.empty();
        }
    }

    private static JobRun describe(JobExecution execution) {
        List<StepExecution> steps = operator().getStepExecutions(execution.getExecutionId());
        String step = steps.isEmpty() ? "" : steps.get(steps.size() - 1).getStepName();
        return new JobRun(
                execution.getExecutionId(),
                execution.getJobName(),
                execution.getBatchStatus().name(),
                step);
    }

    private static JobOperator operator() {
        return BatchRuntime.getJobOperator();
    }
}
