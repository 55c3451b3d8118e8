package dev.farthing.batch.settlement;

import jakarta.batch.api.BatchProperty;
import jakarta.inject.Inject;

/** A step that is divided by parties: each part does those of a range of numbers, page by page. */
abstract class RangeStep extends NightStep {
    @Inject
    @BatchProperty
    private String part;

    @Inject
    @BatchProperty
    private String after;

    @Inject
    @BatchProperty
    private String last;

    @Override
    final int part() {
        return Integer.parseInt(part);
    }

    /** The number that the range begins behind. */
    final long after() {
        return Long.parseLong(after);
    }

    /** The last number of the range. */
    final long last() {
        return Long.parseLong(last);
    }
}
