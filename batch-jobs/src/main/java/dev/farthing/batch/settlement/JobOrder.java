package dev.farthing.batch.settlement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A job that somebody wants to run.
 *
 * @param day the business day that is to be closed; null for jobs that are about none
 * @param ahead true to close a day that has not begun by the clock
 */
public record JobOrder(String job, @Nullable LocalDate day, boolean ahead) {}
