package dev.farthing.runs;

/**
 * What came of beginning a run.
 *
 * @param begun true if the caller holds it now and must work on it; false if it is in somebody's hands already, or done
 */
public record Claim(Run run, boolean begun) {}
