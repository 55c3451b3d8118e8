package dev.farthing.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.FailureReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the house stays as it was designed. Method: each rule is held against the classes of all modules, and against the
 * small house of the fixtures, where it must name who breaks it and nobody who does not.
 */
class ArchitectureTest {
    private static final String TESTS = "/test-classes/";

    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(ArchitectureTest::isCode).importPackages(House.REAL.root());

    private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(House.OF_OFFENDERS.root());

    static List<Rule> rulesOf(House house) {
        return Stream.of(
                        new DependencyRules(house).rules(),
                        new StoreRules(house).rules(),
                        new TransactionRules(house).rules(),
                        new ForbiddenRules(house).rules(),
                        new StyleRules(house).rules())
                .flatMap(List::stream)
                .toList();
    }

    static List<Rule> ofTheHouse() {
        return rulesOf(House.REAL);
    }

    static List<Rule> ofTheFixtures() {
        return rulesOf(House.OF_OFFENDERS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHouse")
    void holds(Rule rule) {
        rule.rule().check(CODE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheFixtures")
    void isSeenToFail(Rule rule) {
        Set<String> expected = Offences.by(rule.name());
        assertThat(expected).as("offenders written for: " + rule.name()).isNotEmpty();
        EvaluationResult result = rule.rule().evaluate(OFFENDERS);
        assertThat(namedIn(result.getFailureReport())).isEqualTo(expected);
    }

    @Test
    void readsEveryModule() {
        Map<House.Module, Long> sizes =
                CODE.stream().collect(Collectors.groupingBy(House.REAL::module, Collectors.counting()));
        System.out.println("ArchitectureTest: classes read " + sizes);
        assertThat(sizes).containsOnlyKeys(House.Module.values());
        assertThat(sizes.get(House.Module.DOMAIN)).isGreaterThan(80);
        assertThat(sizes.get(House.Module.WEB)).isGreaterThan(20);
    }

    /** The types that violations begin with: a complaint starts with the one who is to blame. */
    private static Set<String> namedIn(FailureReport report) {
        return report.getDetails().stream()
                .flatMap(detail -> OFFENDERS.stream()
                        .filter(type -> !type.getName().endsWith("package-info"))
                        .filter(type ->
                                blames(detail, type.getName()) || detail.startsWith(type.getPackageName() + " "))
                        .map(type -> House.OF_OFFENDERS.place(type)))
                .collect(Collectors.toSet());
    }

    private static boolean blames(String detail, String type) {
        return detail.startsWith(type + ":") || (detail.startsWith("Cycle") && detail.contains("<" + type + "."));
    }

    private static boolean isCode(Location location) {
        return !location.contains(TESTS);
    }
}
