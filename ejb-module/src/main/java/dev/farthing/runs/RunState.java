package dev.farthing.runs;

/** Where a run of a job stands. */
public enum RunState {
    /** Somebody holds it and works on it. */
    RUNNING,
    /** Whoever held it has not been heard of for longer than a lease; starting it again takes it over. */
    INTERRUPTED,
    /** Somebody stopped it; starting it again goes on. */
    STOPPED,
    /** It could not go on; once the cause is mended, starting it again goes on. */
    FAILED,
    /** Done; starting it again changes nothing. */
    COMPLETED;

    /** True if nothing more happens in this run by itself. */
    public boolean isOver() {
        return this != RUNNING;
    }
}
