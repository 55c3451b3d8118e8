package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: the town's file is sound by itself, so that no demonstration fails for a slip in it. Method: it is read and walked. */
class DemoTownTest {

    private static final long LEAST_PRICE = 2_000;
    private static final long GREATEST_PRICE = 900_000;

    @Test
    void pricesGoFromAFifthOfACentToNinetyCents() throws Exception {
        List<Long> prices = new ArrayList<>();
        for (DemoTown.Vendor vendor : DemoTown.read().vendors()) {
            vendor.items().forEach(item -> prices.add(DemoMoney.ledger(item.price())));
        }
        assertThat(prices).allMatch(price -> price >= LEAST_PRICE && price <= GREATEST_PRICE);
        assertThat(prices).contains(LEAST_PRICE, GREATEST_PRICE);
    }

    @Test
    void everybodyHasACodeOfTheirOwnAndAnAccountNumberInForm() throws Exception {
        DemoTown town = DemoTown.read();
        List<DemoTown.Person> people = new ArrayList<>(town.crowd());
        people.addAll(town.cast());
        Set<String> codes = new HashSet<>();
        Set<String> ibans = new HashSet<>();
        for (DemoTown.Person person : people) {
            assertThat(codes.add(person.code())).as(person.code()).isTrue();
            assertThat(ibans.add(town.iban(person))).as(town.iban(person)).isTrue();
        }
        for (DemoTown.Vendor vendor : town.vendors()) {
            assertThat(ibans.add(town.iban(vendor))).as(town.iban(vendor)).isTrue();
        }
        assertThat(people).hasSizeGreaterThan(100);
        assertThat(ibans).allMatch(DemoTownTest::inForm);
    }

    @Test
    void nobodyShopsForMoreThanThereIs() throws Exception {
        DemoTown town = DemoTown.read();
        long payments = 0;
        for (DemoTown.Vendor vendor : town.vendors()) {
            assertThat(vendor.payments()).hasSize(2);
            assertThat(vendor.shoppers()).isLessThanOrEqualTo(town.crowd().size());
            assertThat(town.plans()).anyMatch(plan -> plan.plan().equals(vendor.plan()));
            payments += vendor.payments().get(0) + vendor.payments().get(1);
        }
        assertThat(payments).isBetween(3_000L, 4_000L);
    }

    @Test
    void stepsNameCustomersOfTheCastAndEachRefusalCanBeTold() throws Exception {
        DemoTown town = DemoTown.read();
        for (DemoTown.Vendor vendor : town.vendors()) {
            for (DemoTown.Step step : vendor.steps() == null ? List.<DemoTown.Step>of() : vendor.steps()) {
                assertThat(step.customer().equals("nobody")
                                || town.cast().stream()
                                        .anyMatch(person -> person.code().equals(step.customer())))
                        .as(step.toString())
                        .isTrue();
                assertThat(step.expect().equals("ACCEPTED")
                                || !DemoWords.refusal(step.expect()).contains("another reason"))
                        .as(step.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void sumsAreToldWithoutLoss() throws Exception {
        assertThat(DemoMoney.text(2_000)).isEqualTo("0.002 EUR");
        assertThat(DemoMoney.text(12_300_000)).isEqualTo("12.30 EUR");
        assertThat(DemoMoney.text(0)).isEqualTo("0.00 EUR");
        assertThat(DemoMoney.text(-1)).isEqualTo("-0.000001 EUR");
        assertThat(DemoMoney.ledger(DemoMoney.amount("0.90"))).isEqualTo(900_000);
    }

    private static boolean inForm(String iban) {
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValueExact() == 1;
    }
}
