package dev.farthing.outbox;

import jakarta.ejb.ApplicationException;

/** Events that somebody asks for are not kept any more; whoever needs them is told where the feed begins now. */
@ApplicationException
public class EventsGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param gone the last number that is not kept */
    EventsGone(long gone) {
        super("Events up to number " + gone + " are not kept any more: the feed begins with " + (gone + 1)
                + ", ask for what comes after " + gone);
    }
}
