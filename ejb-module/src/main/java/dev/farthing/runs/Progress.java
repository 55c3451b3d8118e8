package dev.farthing.runs;

import java.util.Map;

/**
 * What a part of a step has done since it was told last; added to what was told before.
 *
 * @param part of a step that is divided, from 0; 0 of one that is not
 * @param amounts by currency, in its ledger scale
 */
public record Progress(int part, long done, Map<String, Long> amounts) {
    public static Progress of(int part, long done) {
        return new Progress(part, done, Map.of());
    }
}
