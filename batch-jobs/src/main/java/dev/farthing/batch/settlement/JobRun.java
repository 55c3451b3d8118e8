package dev.farthing.batch.settlement;

/**
 * How a run of a job stands.
 *
 * @param status a {@link jakarta.batch.runtime.BatchStatus}
 * @param step the step it is in, or was in last; empty before the first
 */
public record JobRun(long id, String job, String status, String step) {}
