package dev.farthing.batch.settlement;

/** A step ends before its work does, because its run is not to go on. */
class RunStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunStopped(String step) {
        super("Stopped in " + step + "; what is done stays done, and starting the run again goes on from there");
    }
}
