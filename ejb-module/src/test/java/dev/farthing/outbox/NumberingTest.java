package dev.farthing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.outbox.Numbering.Numbered;
import dev.farthing.outbox.Numbering.Unnumbered;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers by themselves: each feed goes on from its last one, in the order of the events. */
class NumberingTest {
    @Test
    void goesOnInEachFeedFromItsLast() {
        Numbering numbering = new Numbering(Map.of(Numbering.BANK, 10L, 7L, 3L));
        numbering.add(new Unnumbered("(0,100)", 7L));
        numbering.add(new Unnumbered("(0,101)", null));
        numbering.add(new Unnumbered("(0,102)", 8L));
        numbering.add(new Unnumbered("(0,103)", 7L));
        assertThat(numbering.numbered())
                .containsExactly(
                        new Numbered("(0,100)", 11, 4L),
                        new Numbered("(0,101)", 12, null),
                        new Numbered("(0,102)", 13, 1L),
                        new Numbered("(0,103)", 14, 5L));
        assertThat(numbering.last()).isEqualTo(Map.of(Numbering.BANK, 14L, 7L, 5L, 8L, 1L));
    }

    @Test
    void beginsEveryFeedWithOne() {
        Numbering numbering = new Numbering(Map.of());
        numbering.add(new Unnumbered("(0,5)", 9L));
        assertThat(numbering.numbered()).containsExactly(new Numbered("(0,5)", 1, 1L));
    }
}
