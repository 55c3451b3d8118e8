package dev.farthing.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.farthing.it.architecture.Rule.condition;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.farthing.it.architecture.House.Module;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may know whom. */
record DependencyRules(House house) {
    /** What may be known of another module, from the house's root on; a package stands for all its types. */
    private static final Map<Module, Map<Module, Set<String>>> DIRECTIONS = Map.of(
            Module.DOMAIN, Map.of(Module.KIT, Set.of("kit.message", "kit.envelope", "kit.proof", "kit.token")),
            Module.BATCH, Map.of(Module.DOMAIN, Set.of("")),
            Module.WEB,
                    Map.of(
                            Module.DOMAIN,
                            Set.of(""),
                            Module.BATCH,
                            Set.of(
                                    "batch.settlement.JobBoard",
                                    "batch.settlement.JobOrder",
                                    "batch.settlement.JobRefused"),
                            // No more of the kit than stands in the signatures of the domain's doors.
                            Module.KIT,
                            Set.of(
                                    "kit.envelope.EnvelopeRefused",
                                    "kit.envelope.KeyFamily",
                                    "kit.proof.ProvenRequest",
                                    "kit.proof.RequestProof")),
            Module.KIT, Map.of(),
            Module.LAUNCHER, Map.of());

    private static final List<String> WITHOUT_JAKARTA =
            List.of("jakarta.", "org.jboss.", "org.wildfly.", "org.jdbi.", "org.hibernate.", "io.micrometer.");

    List<Rule> rules() {
        return List.of(
                new Rule("every package of the house has a line in the capability table", listed()),
                new Rule("a capability uses what its line allows, and nothing else", table()),
                new Rule("modules are compiled in the directions of the design", directions()),
                new Rule("no capability is part of a cycle", acyclic()),
                new Rule("the vendor kit knows no Jakarta EE", pure("kit")),
                new Rule("money knows no Jakarta EE", pure("money")),
                new Rule("lanes know no Jakarta EE", pure("lane")),
                new Rule("the bank's files know no Jakarta EE", pure("bankfile")),
                new Rule("javax is Java's own", javax()));
    }

    private ArchRule listed() {
        return classes().that(house.isAnywhere()).should(condition("have a line in the table", (type, complaints) -> {
            if (!CapabilityTable.has(house.capability(type))) {
                complaints.accept("package " + house.capability(type) + " is not in the capability table");
            }
        }));
    }

    private ArchRule table() {
        return classes().that(house.isAnywhere()).should(condition("use what the table allows", (type, complaints) -> {
            for (Dependency dependency : inside(type)) {
                String used = house.capability(dependency.getTargetClass().getBaseComponentType());
                if (!CapabilityTable.allows(house.capability(type), used)) {
                    complaints.accept(
                            house.capability(type) + " may not use " + used + ": " + dependency.getDescription());
                }
            }
        }));
    }

    private ArchRule directions() {
        return classes().that(house.isAnywhere()).should(condition("keep to the directions", (type, complaints) -> {
            for (Dependency dependency : inside(type)) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!mayKnow(house.module(type), target)) {
                    complaints.accept(house.module(type) + " may not know " + house.place(target) + ": "
                            + dependency.getDescription());
                }
            }
        }));
    }

    private boolean mayKnow(Module module, JavaClass target) {
        Module other = house.module(target);
        Set<String> known = DIRECTIONS.getOrDefault(module, Map.of()).getOrDefault(other, Set.of());
        return module == other
                || known.contains("")
                || known.contains(house.capability(target))
                || known.contains(house.place(target));
    }

    private ArchRule acyclic() {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return house.holds(type)
                                ? SliceIdentifier.of(house.capability(type))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "capabilities";
                    }
                })
                .namingSlices("capability $1")
                .should()
                .beFreeOfCycles();
    }

    private ArchRule pure(String capability) {
        return classes().that(house.isAnywhere()).should(condition("be without Jakarta EE", (type, complaints) -> {
            boolean concerned = (house.capability(type) + ".").startsWith(capability + ".");
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> concerned)
                    .filter(dependency -> WITHOUT_JAKARTA.stream()
                            .anyMatch(dependency.getTargetClass().getName()::startsWith))
                    .forEach(dependency -> complaints.accept(dependency.getDescription()));
        }));
    }

    /** The packages of Java SE that the house has a use for; all that Jakarta EE left behind is thereby out. */
    private ArchRule javax() {
        Set<String> java = Set.of(
                "javax.sql",
                "javax.crypto",
                "javax.crypto.spec",
                "javax.net",
                "javax.net.ssl",
                "javax.xml",
                "javax.xml.parsers",
                "javax.xml.stream");
        return classes()
                .that(house.isAnywhere())
                .should(condition(
                        "use javax of Java SE only", (type, complaints) -> type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> dependency
                                        .getTargetClass()
                                        .getBaseComponentType()
                                        .getName()
                                        .startsWith("javax."))
                                .filter(dependency -> !java.contains(dependency
                                        .getTargetClass()
                                        .getBaseComponentType()
                                        .getPackageName()))
                                .forEach(dependency -> complaints.accept(dependency.getDescription()))));
    }

    private List<Dependency> inside(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> house.holds(dependency.getTargetClass().getBaseComponentType()))
                .toList();
    }
}
