package dev.farthing.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.farthing.it.architecture.Rule.condition;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchRule;
import dev.farthing.it.architecture.House.Module;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What no code of the house does: the time, floats, threads and the Java platform's own settings. */
record ForbiddenRules(House house) {
    /** The one who gives the clock, in each program. */
    private static final Map<String, String> CLOCKS = Map.of(
            "calendar.BankClock", "the server's",
            "launcher.Farthing", "the launcher's, in its main class",
            "kit.client.ClientSettings", "the vendor's, whose default settings may be replaced");

    private static final Set<String> CLOCK_CALLS =
            Set.of("now", "systemUTC", "systemDefaultZone", "system", "currentTimeMillis");

    private static final Set<String> FLOATS = Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    private static final Set<Module> PROCESSES_OF_THEIR_OWN = EnumSet.of(Module.LAUNCHER, Module.KIT);

    List<Rule> rules() {
        return List.of(
                new Rule("the time comes from a clock that is handed in", clock()),
                new Rule("no amount is a float", floats()),
                new Rule("the server makes no threads of its own", threads()),
                new Rule("nobody changes the platform's security providers", providers()));
    }

    private ArchRule clock() {
        return classes().that(house.isAnywhere()).should(condition("read no clock", (type, complaints) -> calls(type)
                .filter(call -> call.isClock() && !CLOCKS.containsKey(house.place(type)))
                .forEach(call -> complaints.accept("asks the machine for the time: " + call))));
    }

    private ArchRule floats() {
        return classes()
                .that(house.isIn(EnumSet.complementOf(EnumSet.of(Module.LAUNCHER))))
                .should(condition("hold no float", (type, complaints) -> {
                    type.getFields().stream()
                            .filter(field -> isFloat(field.getRawType()))
                            .forEach(field -> complaints.accept("field " + field.getName()));
                    type.getCodeUnits().stream()
                            .filter(ForbiddenRules::speaksOfFloats)
                            .forEach(unit -> complaints.accept("signature of " + unit.getName()));
                    calls(type).filter(Call::isFloat).forEach(call -> complaints.accept("calls " + call));
                }));
    }

    private ArchRule threads() {
        return classes()
                .that(house.isIn(EnumSet.complementOf(EnumSet.copyOf(PROCESSES_OF_THEIR_OWN))))
                .should(condition("leave threads to the container", (type, complaints) -> calls(type)
                        .filter(Call::isThread)
                        .forEach(call -> complaints.accept("makes threads: " + call))));
    }

    private ArchRule providers() {
        Set<String> changes = Set.of("addProvider", "insertProviderAt", "removeProvider", "setProperty");
        return classes()
                .that(house.isAnywhere())
                .should(condition("leave java.security alone", (type, complaints) -> calls(type)
                        .filter(call -> call.owner().equals("java.security.Security") && changes.contains(call.name()))
                        .forEach(call -> complaints.accept("changes the platform: " + call))));
    }

    private static boolean isFloat(JavaClass type) {
        return FLOATS.contains(type.getBaseComponentType().getName());
    }

    private static boolean speaksOfFloats(JavaCodeUnit unit) {
        return isFloat(unit.getRawReturnType())
                || unit.getRawParameterTypes().stream().anyMatch(ForbiddenRules::isFloat);
    }

    private static Stream<Call> calls(JavaClass type) {
        return Stream.concat(type.getCodeUnitAccessesFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream())
                .map(access -> new Call(
                        access.getTargetOwner().getName(),
                        access.getTarget().getName(),
                        access.getTarget().getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList(),
                        access.getTarget().getRawReturnType().getName(),
                        access.getSourceCodeLocation().toString()))
                .distinct();
    }

    /** A call or a method reference. */
    private record Call(String owner, String name, List<String> parameters, String result, String where) {
        private static final String CONSTRUCTOR = "<init>";

        boolean isClock() {
            boolean time = owner.startsWith("java.time.") || owner.equals("java.lang.System");
            boolean given = parameters.contains("java.time.Clock");
            return (time && CLOCK_CALLS.contains(name) && !given)
                    || (owner.equals("java.util.Date") && name.equals(CONSTRUCTOR) && parameters.isEmpty())
                    || (owner.equals("java.util.Calendar") && name.equals("getInstance"));
        }

        boolean isFloat() {
            return FLOATS.contains(result) || parameters.stream().anyMatch(FLOATS::contains);
        }

        boolean isThread() {
            return isThreadMade() || isPoolShared();
        }

        private boolean isThreadMade() {
            Set<String> makers = Set.of(
                    "java.lang.Thread",
                    "java.util.Timer",
                    "java.util.concurrent.ForkJoinPool",
                    "java.util.concurrent.ThreadPoolExecutor",
                    "java.util.concurrent.ScheduledThreadPoolExecutor");
            return (makers.contains(owner) && name.equals(CONSTRUCTOR))
                    || owner.equals("java.util.concurrent.Executors");
        }

        /** What runs on the platform's common pool: any asynchronous stage that is not given an executor. */
        private boolean isPoolShared() {
            boolean asynchronous = name.endsWith("Async")
                    && (owner.equals("java.util.concurrent.CompletableFuture")
                            || owner.equals("java.util.concurrent.CompletionStage"));
            return (asynchronous && !parameters.contains("java.util.concurrent.Executor"))
                    || name.equals("parallelStream")
                    || (name.equals("parallel") && owner.startsWith("java.util.stream."));
        }

        @Override
        public String toString() {
            return owner + "." + name + parameters.stream().collect(Collectors.joining(", ", "(", ")")) + " " + where;
        }
    }
}
