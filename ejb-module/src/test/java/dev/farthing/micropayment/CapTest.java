package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: of two caps that a customer sets, it is always clear which holds. Method: one difference at a time. */
class CapTest {
    private static final Cap DAY = new Cap(CapKind.PER_DAY, null, "USD", 1_000);

    @Test
    void takesOneOfEachKindModelAndCurrency() {
        assertThatCode(() -> Cap.check(
                        List.of(
                                DAY,
                                new Cap(CapKind.PER_DAY, null, "EUR", 1_000),
                                new Cap(CapKind.PER_PURCHASE, null, "USD", 1),
                                new Cap(CapKind.PER_VENDOR, null, "USD", Cap.MAX_AMOUNT),
                                new Cap(CapKind.PER_RIGHTS, RightsModel.ONCE, "USD", 1),
                                new Cap(CapKind.PER_RIGHTS, RightsModel.COUNT, "USD", 1)),
                        true))
                .doesNotThrowAnyException();
        assertThatCode(() -> Cap.check(List.of(), false)).doesNotThrowAnyException();
    }

    @Test
    void refusesTwoThatCountTheSame() {
        refuses(List.of(DAY, new Cap(CapKind.PER_DAY, null, "USD", 2_000)), true, "one cap PER_DAY in USD");
        Cap rights = new Cap(CapKind.PER_RIGHTS, RightsModel.ONCE, "USD", 1);
        refuses(List.of(rights, rights), true, "one cap PER_RIGHTS in USD");
    }

    @Test
    void refusesAmountsThatAreNoneOrTooGreat() {
        refuses(List.of(new Cap(CapKind.PER_DAY, null, "USD", 0)), true, "A cap is 1 to");
        refuses(List.of(new Cap(CapKind.PER_DAY, null, "USD", -1)), true, "A cap is 1 to");
        refuses(List.of(new Cap(CapKind.PER_DAY, null, "USD", Cap.MAX_AMOUNT + 1)), true, "A cap is 1 to");
    }

    @Test
    void wantsARightsModelWithPerRightsAndOnlyThere() {
        refuses(List.of(new Cap(CapKind.PER_RIGHTS, null, "USD", 1)), true, "rightsModel");
        refuses(List.of(new Cap(CapKind.PER_DAY, RightsModel.ONCE, "USD", 1)), true, "rightsModel");
    }

    @Test
    void knowsNoCapPerVendorOverAllVendors() {
        List<Cap> caps = List.of(new Cap(CapKind.PER_VENDOR, null, "USD", 1));
        assertThatCode(() -> Cap.check(caps, true)).doesNotThrowAnyException();
        refuses(caps, false, "PER_VENDOR");
    }

    @Test
    void takesOnlySoMany() {
        List<Cap> many = IntStream.rangeClosed(0, Cap.MOST_CAPS)
                .mapToObj(i -> new Cap(CapKind.PER_DAY, null, "CURRENCY" + i, 1))
                .toList();
        assertThatCode(() -> Cap.check(many.subList(1, many.size()), true)).doesNotThrowAnyException();
        refuses(many, true, "at most " + Cap.MOST_CAPS);
    }

    private static void refuses(List<Cap> caps, boolean atOneVendor, String message) {
        assertThatThrownBy(() -> Cap.check(caps, atOneVendor))
                .isInstanceOfSatisfying(MicropaymentRefused.class, refused -> assertThat(refused.kind())
                        .isEqualTo(MicropaymentRefused.Kind.NOT_POSSIBLE))
                .hasMessageContaining(message);
    }
}
