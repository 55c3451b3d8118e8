package dev.farthing.party;

import java.util.Map;
import java.util.Set;

/** Which steps a life may take; staying where one is, is no step. */
record Steps<S extends Enum<S>>(Map<S, Set<S>> next) {

    /** @throws PartyRefused if there is no such step, with those that there are */
    void check(String who, S from, S to) {
        Set<S> possible = next.getOrDefault(from, Set.of());
        if (!possible.contains(to)) {
            throw PartyRefused.wrongStatus(who + " is " + from + " and cannot become " + to + ": "
                    + (possible.isEmpty()
                            ? "there is no step from there"
                            : "the next step is one of " + sorted(possible)));
        }
    }

    private String sorted(Set<S> possible) {
        return possible.stream()
                .sorted()
                .map(Enum::name)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
