package dev.farthing.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a request that does not say exactly what is asked for is refused. Method: an amount with one thing wrong. */
class StrictJsonTest {
    private final ObjectMapper json = new StrictJson().getContext(AmountJson.class);

    /** A member that must be there and two that need not. */
    record Partly(String must, @Nullable Integer may, Thread.@Nullable State state) {}

    @Test
    void readsAnObjectWithoutWhatMayBeLeftOut() throws JsonProcessingException {
        assertThat(json.readValue("{\"must\":\"x\"}", Partly.class)).isEqualTo(new Partly("x", null, null));
        assertThat(json.readValue("{\"must\":\"x\",\"may\":null}", Partly.class))
                .isEqualTo(new Partly("x", null, null));
        assertThat(json.readValue("{\"must\":\"x\",\"may\":3}", Partly.class)).isEqualTo(new Partly("x", 3, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"may\":3}", "{\"must\":null}", "{\"must\":\"x\",\"may\":\"3\"}"})
    void refusesAnObjectWithoutWhatMustBeThere(String text) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> json.readValue(text, Partly.class));
    }

    @Test
    void readsAnObjectInForm() throws JsonProcessingException {
        assertThat(json.readValue("{\"value\":\"12\",\"currency\":\"USD\",\"scale\":6}", AmountJson.class))
                .isEqualTo(new AmountJson("12", "USD", 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":\"12\",\"currency\":\"USD\",\"scale\":6,\"more\":1}",
                "{\"value\":\"12\",\"currency\":\"USD\",\"scale\":6,\"scale\":6}",
                "{\"value\":\"12\",\"currency\":\"USD\",\"scale\":6} {}",
                "{\"value\":\"12\",\"currency\":\"USD\"}",
                "{\"value\":null,\"currency\":\"USD\",\"scale\":6}",
                "{\"value\":12,\"currency\":\"USD\",\"scale\":6}",
                "{\"value\":\"12\",\"currency\":\"USD\",\"scale\":\"6\"}",
                "{\"value\":\"12\",\"currency\":\"USD\",\"scale\":6.5}",
                "[]",
                "",
            })
    void refusesAnythingElse(String text) {
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> json.readValue(text, AmountJson.class));
    }

    /** One member that must be there, and one that may be left out. */
    record Optional(String must, @Nullable String may) {}

    @Test
    void leavesOutWhatMayBeMissing() throws JsonProcessingException {
        assertThat(json.readValue("{\"must\":\"a\"}", Optional.class)).isEqualTo(new Optional("a", null));
        assertThat(json.readValue("{\"must\":\"a\",\"may\":\"b\"}", Optional.class))
                .isEqualTo(new Optional("a", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"may\":\"b\"}", "{\"must\":null}", "{\"must\":\"a\",\"may\":5}"})
    void butNotWhatMustBeThere(String text) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> json.readValue(text, Optional.class));
    }

    @Test
    void writesWhatItReads() {
        assertThat(StrictJson.write(new AmountJson("12", "USD", 6)))
                .isEqualTo("{\"value\":\"12\",\"currency\":\"USD\",\"scale\":6}");
    }
}
