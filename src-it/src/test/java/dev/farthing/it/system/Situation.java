package dev.farthing.it.system;

import dev.farthing.kit.message.Answer;

/** A request to which several refusals apply at once. */
interface Situation {
    /** Brings it about, in the server's own ways. */
    void arrange() throws Exception;

    /** Asks, under the id that the situation has; sealed anew each time. */
    Answer ask() throws Exception;

    /** Asks what became of that id. */
    Answer inquire() throws Exception;

    /** Mends what one of the refusals is for, and nothing else; from then on it asks under a new id, if the old one is used up. */
    void cure(String code) throws Exception;

    /** The customer's code. */
    String customer();

    /** The vendor's code. */
    String vendor();
}
