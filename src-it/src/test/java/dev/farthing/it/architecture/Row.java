package dev.farthing.it.architecture;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of the capability table.
 *
 * @param capability a package, from the house's root on: {@code ledger}, {@code web.ledger}
 * @param mayUse the packages whose types it may know; itself is understood
 * @param why what the line rests on
 */
record Row(String capability, Set<String> mayUse, String why) {
    static Row row(String capability, String mayUse, String why) {
        return new Row(
                capability,
                Arrays.stream(mayUse.split(" ", -1))
                        .filter(use -> !use.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                why);
    }
}
