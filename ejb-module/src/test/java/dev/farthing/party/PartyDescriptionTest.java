package dev.farthing.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: only codes and names in form reach the database, whose constraint would answer worse. Method: the edges. */
class PartyDescriptionTest {
    @ParameterizedTest
    @ValueSource(strings = {"abc", "a-b", "0-9", "a123456789b123456789c123456789d123456789"})
    void takesCodesInForm(String code) {
        assertThatNoException().isThrownBy(() -> PartyRefused.checkDescription(code, "A name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "-ab", "ab-", "Abc", "a_b", "a b", "a123456789b123456789c123456789d1234567890", "abc\n"
            })
    void refusesCodesOutOfForm(String code) {
        assertThatExceptionOfType(PartyRefused.class)
                .isThrownBy(() -> PartyRefused.checkDescription(code, "A name"))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(PartyRefused.Kind.NOT_POSSIBLE));
    }

    @Test
    void takesNamesOfOneToTwoHundredCharacters() {
        assertThatNoException().isThrownBy(() -> PartyRefused.checkDescription("abc", "x".repeat(200)));
        assertThatExceptionOfType(PartyRefused.class)
                .isThrownBy(() -> PartyRefused.checkDescription("abc", "x".repeat(201)));
        assertThatExceptionOfType(PartyRefused.class).isThrownBy(() -> PartyRefused.checkDescription("abc", " "));
    }
}
