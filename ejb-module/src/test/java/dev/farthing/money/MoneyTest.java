package dev.farthing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.farthing.seed.Seed;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Goal: amounts neither round nor wrap. Method: the edges of long, and seeded amounts against BigInteger. */
class MoneyTest {
    private static final Currency USD = new Currency("USD", 6);
    private static final Currency EUR = new Currency("EUR", 6);

    @Test
    void addsTakesAwayAndMultiplies() {
        assertThat(new Money(5, USD).plus(new Money(7, USD))).isEqualTo(new Money(12, USD));
        assertThat(new Money(5, USD).minus(new Money(7, USD))).isEqualTo(new Money(-2, USD));
        assertThat(new Money(-5, USD).times(3)).isEqualTo(new Money(-15, USD));
    }

    @Test
    void doesNotMixCurrenciesNorScales() {
        Money dollar = new Money(1, USD);
        assertThatIllegalArgumentException().isThrownBy(() -> dollar.plus(new Money(1, EUR)));
        assertThatIllegalArgumentException().isThrownBy(() -> dollar.minus(new Money(1, EUR)));
        assertThatIllegalArgumentException().isThrownBy(() -> dollar.plus(new Money(1, new Currency("USD", 2))));
    }

    @Test
    void refusesResultsThatDoNotFit() {
        Money most = new Money(Long.MAX_VALUE, USD);
        Money least = new Money(Long.MIN_VALUE, USD);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(new Money(1, USD)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.minus(new Money(1, USD)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.times(-1));
    }

    @Test
    void agreesWithUnboundedArithmeticOrRefuses() {
        Random random = Seed.of(MoneyTest.class);
        for (int round = 0; round < 10_000; round++) {
            long a = random.nextLong() >> random.nextInt(64);
            long b = random.nextLong() >> random.nextInt(64);
            int times = random.nextInt() >> random.nextInt(32);
            Money money = new Money(a, USD);
            BigInteger big = BigInteger.valueOf(a);
            check(() -> money.plus(new Money(b, USD)), big.add(BigInteger.valueOf(b)));
            check(() -> money.minus(new Money(b, USD)), big.subtract(BigInteger.valueOf(b)));
            check(() -> money.times(times), big.multiply(BigInteger.valueOf(times)));
        }
    }

    private static void check(Supplier<Money> sum, BigInteger expected) {
        if (expected.bitLength() < Long.SIZE) {
            assertThat(sum.get().amount()).isEqualTo(expected.longValueExact());
        } else {
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(sum::get);
        }
    }
}
