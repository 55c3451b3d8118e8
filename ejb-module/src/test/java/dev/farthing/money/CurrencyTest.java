package dev.farthing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: only codes and scales that the ledger can keep become currencies. Method: the edges of both. */
class CurrencyTest {
    @ParameterizedTest
    @ValueSource(strings = {"USD", "EUR", "ABCD", "A1B2", "0000", "ABCDEFGHIJ123456"})
    void takesIsoCodesAndThoseThatABusinessIssues(String code) {
        assertThat(new Currency(code, 6).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US", "US1", "usd", "USD ", "ABCDEFGHIJ1234567", "ÄBCD", "AB-CD", "USD\n"})
    void refusesAnythingElse(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Currency(code, 6));
    }

    @Test
    void keepsNoneToNineDecimals() {
        assertThat(new Currency("USD", 0).scale()).isZero();
        assertThat(new Currency("USD", 9).scale()).isEqualTo(9);
        assertThatIllegalArgumentException().isThrownBy(() -> new Currency("USD", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Currency("USD", 10));
    }
}
