package dev.farthing.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: parties take the steps that they may, and no others. Method: every pair of statuses against a list of its own. */
class StepsTest {
    private static final List<String> OF_VENDORS =
            List.of("ACTIVE SUSPENDED", "ACTIVE CLOSING", "SUSPENDED ACTIVE", "SUSPENDED CLOSING", "CLOSING CLOSED");

    private static final List<String> OF_CUSTOMERS =
            List.of("ACTIVE FROZEN", "ACTIVE CLOSING", "FROZEN ACTIVE", "FROZEN CLOSING", "CLOSING CLOSED");

    static Stream<Arguments> vendors() {
        return pairs(Vendor.Status.values());
    }

    static Stream<Arguments> customers() {
        return pairs(Customer.Status.values());
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void vendorsTakeTheStepsThatTheyMay(Vendor.Status from, Vendor.Status to) {
        check(OF_VENDORS.contains(from + " " + to), () -> Vendor.STEPS.check("Vendor abc", from, to));
    }

    @ParameterizedTest
    @MethodSource("customers")
    void customersTakeTheStepsThatTheyMay(Customer.Status from, Customer.Status to) {
        check(OF_CUSTOMERS.contains(from + " " + to), () -> Customer.STEPS.check("Customer abc", from, to));
    }

    private static void check(boolean possible, Runnable step) {
        if (possible) {
            assertThatNoException().isThrownBy(step::run);
        } else {
            assertThatExceptionOfType(PartyRefused.class).isThrownBy(step::run).satisfies(refused -> {
                assertThat(refused.kind()).isEqualTo(PartyRefused.Kind.WRONG_STATUS);
                assertThat(refused.getMessage())
                        .containsAnyOf("the next step is one of", "there is no step from there");
            });
        }
    }

    private static Stream<Arguments> pairs(Enum<?>[] statuses) {
        return Arrays.stream(statuses).flatMap(from -> Arrays.stream(statuses).map(to -> Arguments.of(from, to)));
    }
}
