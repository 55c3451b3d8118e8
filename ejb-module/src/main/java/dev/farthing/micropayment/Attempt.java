package dev.farthing.micropayment;

/** One try at a batch. If it fails after its work is done, it failed at the commit, and nobody knows how that ended. */
final class Attempt {
    private final boolean brief;
    private boolean reachedCommit;

    /** @param brief true if it is to wait only shortly for locks */
    Attempt(boolean brief) {
        this.brief = brief;
    }

    boolean isBrief() {
        return brief;
    }

    void workDone() {
        reachedCommit = true;
    }

    boolean reachedCommit() {
        return reachedCommit;
    }
}
