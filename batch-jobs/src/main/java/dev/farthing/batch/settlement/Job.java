package dev.farthing.batch.settlement;

import java.util.Optional;
import java.util.stream.Stream;

/** The jobs there are; each has an XML of its name. */
enum Job {
    /** Once for each business day. */
    CLOSE_BUSINESS_DAY("close-business-day"),
    /** As often as it is asked for, once at a time. */
    IMPORT_BANK_STATEMENTS("import-bank-statements");

    private final String text;

    Job(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Optional<Job> of(String text) {
        return Stream.of(values()).filter(job -> job.text.equals(text)).findFirst();
    }
}
