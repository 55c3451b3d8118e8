package dev.farthing.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Consumer;

/** A rule with its name in the report. */
record Rule(String name, ArchRule rule) {
    @Override
    public String toString() {
        return name;
    }

    /** What one type has against it. */
    @FunctionalInterface
    interface Inspection {
        void inspect(JavaClass type, Consumer<String> complaints);
    }

    static ArchCondition<JavaClass> condition(String description, Inspection inspection) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                inspection.inspect(
                        type,
                        complaint ->
                                events.add(SimpleConditionEvent.violated(type, type.getName() + ": " + complaint)));
            }
        };
    }
}
