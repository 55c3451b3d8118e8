package dev.farthing.micropayment;

/**
 * A command's decision.
 *
 * @param again true if it was made before, for an earlier command of the same submission
 */
record Settled(Decision decision, boolean again) {
    static Settled undecided(boolean mayBeBooked) {
        return new Settled(new Decision.Undecided(mayBeBooked), false);
    }
}
