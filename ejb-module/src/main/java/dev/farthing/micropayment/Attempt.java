package dev.farthing.micropayment;

/** One try at a batch. If it fails after its work is done, it failed at the commit, and nobody knows how that ended. */
final class Attempt {
    private boolean reachedCommit;

    void workDone() {
        reachedCommit = true;
    }

    boolean reachedCommit() {
        return reachedCommit;
    }
}
