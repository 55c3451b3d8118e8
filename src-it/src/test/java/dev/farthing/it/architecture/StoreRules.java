package dev.farthing.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.farthing.it.architecture.Rule.condition;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import dev.farthing.it.architecture.House.Module;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** SQL and entity managers have one place in each capability: its store. */
record StoreRules(House house) {
    private static final String DATABASE = "database.";

    /** What of it is for stores only. */
    private static final Set<String> FOR_STORES = Set.of("database.Database", "database.Write");

    private static final Set<String> PERSISTENCE = Set.of(
            "jakarta.persistence.EntityManager",
            "jakarta.persistence.EntityManagerFactory",
            "jakarta.persistence.EntityTransaction",
            "jakarta.persistence.PersistenceContext",
            "jakarta.persistence.PersistenceUnit",
            "jakarta.persistence.NamedQuery",
            "jakarta.persistence.NamedNativeQuery",
            "jakarta.persistence.Query",
            "jakarta.persistence.StoredProcedureQuery",
            "jakarta.persistence.TypedQuery");

    List<Rule> rules() {
        return List.of(
                new Rule("SQL and entity managers stand in stores only", sql()),
                new Rule("a store is its capability's own", hidden()));
    }

    private ArchRule sql() {
        return classes()
                .that(house.isIn(EnumSet.complementOf(EnumSet.of(Module.LAUNCHER))))
                .should(condition("leave SQL to the stores", (type, complaints) -> {
                    if (isStore(type) || house.place(type).startsWith(DATABASE)) {
                        return;
                    }
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(this::isSql)
                            .forEach(dependency -> complaints.accept(dependency.getDescription()));
                }));
    }

    private ArchRule hidden() {
        return classes()
                .that(house.isAnywhere())
                .should(condition("keep stores to their package", (type, complaints) -> {
                    if (isStore(type) && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                        complaints.accept("is a public store");
                    }
                }));
    }

    private boolean isStore(JavaClass type) {
        return house.place(type).endsWith("Store") && house.module(type) == Module.DOMAIN;
    }

    private boolean isSql(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String name = target.getName();
        return name.startsWith("org.jdbi.")
                || name.startsWith("org.hibernate.")
                || name.startsWith("org.postgresql.")
                || name.equals("javax.sql.DataSource")
                || name.startsWith("jakarta.persistence.criteria.")
                || PERSISTENCE.contains(name)
                || isJdbc(target)
                || (house.holds(target) && FOR_STORES.contains(house.place(target)));
    }

    /** Exceptions tell what went wrong, which recovery must know; everything else of JDBC speaks SQL. */
    private static boolean isJdbc(JavaClass target) {
        return target.getPackageName().equals("java.sql") && !target.isAssignableTo(Exception.class);
    }
}
