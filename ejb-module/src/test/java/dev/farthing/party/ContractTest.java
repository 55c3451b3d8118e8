package dev.farthing.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: only contracts in form are agreed on. Method: a good one with one thing changed, to the edge and past it. */
class ContractTest {
    private static final String IBAN = "DE89370400440532013000";
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    @Test
    void takesVendorsContractsUpToTheEdges() {
        for (VendorContract contract : List.of(
                VendorContract.usual("A vendor"),
                new VendorContract("A vendor", "p1", 0, IBAN, 1),
                new VendorContract("A vendor", "press-2026", 30, null, 100_000))) {
            assertThatNoException().isThrownBy(() -> contract.check("abc"));
        }
    }

    @Test
    void refusesVendorsContractsPastTheEdges() {
        for (VendorContract contract : List.of(
                new VendorContract(" ", "standard", 1, null, null),
                new VendorContract("A vendor", "Standard", 1, null, null),
                new VendorContract("A vendor", "p", 1, null, null),
                new VendorContract("A vendor", "standard", -1, null, null),
                new VendorContract("A vendor", "standard", 31, null, null),
                new VendorContract("A vendor", "standard", 1, "DE88370400440532013000", null),
                new VendorContract("A vendor", "standard", 1, null, 0),
                new VendorContract("A vendor", "standard", 1, null, 100_001))) {
            refused(() -> contract.check("abc"));
        }
    }

    @Test
    void takesATabWithAMandateAndPrepaidCustomersWithAndWithout() {
        Mandate mandate = new Mandate("M/2026-17", IBAN, TODAY);
        assertThatNoException().isThrownBy(() -> tab(mandate).check("abc", TODAY));
        assertThatNoException().isThrownBy(() -> new CustomerContract("A customer", Customer.Kind.PREPAID, mandate)
                .check("abc", TODAY));
        assertThatNoException()
                .isThrownBy(() -> CustomerContract.prepaid("A customer").check("abc", TODAY));
    }

    @Test
    void refusesATabWithoutAGoodMandate() {
        refused(() -> tab(null).check("abc", TODAY));
        refused(() -> tab(new Mandate("", IBAN, TODAY)).check("abc", TODAY));
        refused(() -> tab(new Mandate("M 17", IBAN, TODAY)).check("abc", TODAY));
        refused(() -> tab(new Mandate("M".repeat(36), IBAN, TODAY)).check("abc", TODAY));
        refused(() -> tab(new Mandate("M17", "DE88370400440532013000", TODAY)).check("abc", TODAY));
        refused(() -> tab(new Mandate("M17", IBAN, TODAY.plusDays(1))).check("abc", TODAY));
    }

    private static CustomerContract tab(@Nullable Mandate mandate) {
        return new CustomerContract("A customer", Customer.Kind.TAB, mandate);
    }

    private static void refused(Runnable check) {
        assertThatExceptionOfType(PartyRefused.class)
                .isThrownBy(check::run)
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(PartyRefused.Kind.NOT_POSSIBLE));
    }
}
