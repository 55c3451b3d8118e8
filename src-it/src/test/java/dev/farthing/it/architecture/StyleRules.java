package dev.farthing.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.farthing.it.architecture.Rule.condition;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Names, null marks and what is public. */
record StyleRules(House house) {
    private static final Pattern NO_NAME = Pattern.compile(".*(Impl|Service|Manager|Helper|Utils?|Utilities|Dto|DTO)");

    List<Rule> rules() {
        return List.of(
                new Rule("names are nouns of the trade", names()),
                new Rule("every package says that nothing is null unless marked", nullMarked()),
                new Rule("a type is public only if somebody outside its package needs it", publicTypes()));
    }

    private ArchRule names() {
        return classes().that(house.isAnywhere()).should(condition("have a name", (type, complaints) -> {
            if (NO_NAME.matcher(type.getSimpleName()).matches()) {
                complaints.accept("says with its name only that it does something");
            }
        }));
    }

    private ArchRule nullMarked() {
        return all(new AbstractClassesTransformer<JavaPackage>("packages") {
                    @Override
                    public Iterable<JavaPackage> doTransform(JavaClasses types) {
                        return types.stream()
                                .filter(house::holds)
                                .map(JavaClass::getPackage)
                                .collect(Collectors.toSet());
                    }
                })
                .should(new ArchCondition<JavaPackage>("be null-marked") {
                    @Override
                    public void check(JavaPackage item, ConditionEvents events) {
                        if (!item.isAnnotatedWith(NullMarked.class)) {
                            events.add(SimpleConditionEvent.violated(
                                    item, item.getName() + " has no package-info with @NullMarked"));
                        }
                    }
                });
    }

    private ArchRule publicTypes() {
        return all(new AbstractClassesTransformer<JavaClass>("public types") {
                    @Override
                    public Iterable<JavaClass> doTransform(JavaClasses types) {
                        return new Needed(house, types).publicButNotNeeded();
                    }
                })
                .should(condition(
                        "be needed outside their package",
                        (type, complaints) -> complaints.accept("is public, but nothing outside its package knows it")))
                .allowEmptyShould(true);
    }
}
