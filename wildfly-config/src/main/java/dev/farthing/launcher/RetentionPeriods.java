package dev.farthing.launcher;

import java.nio.file.Path;

/**
 * How long things are kept in the database, each in days, and where they go then. docs/runbooks/retention.md says what is refused
 * afterwards.
 *
 * @param archive the folder of the files
 * @param days payments and transfers, after their business date; and which purchases a bulk stood for, after it came
 * @param events of the public feeds
 * @param seenAgain that a submission came again
 * @param notices that a customer was told something
 */
record RetentionPeriods(Path archive, int days, int events, int seenAgain, int notices) {
    static final int USUAL_DAYS = 400;
}
