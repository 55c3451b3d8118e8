package dev.farthing.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.farthing.it.architecture.Rule.condition;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import java.util.Set;

/** Where transactions begin, and where none may be. */
record TransactionRules(House house) {
    /** They are parts of their callers' money transactions: without one, what they do would not hold together. */
    private static final Set<String> PART_OF_THE_CALLERS =
            Set.of("ledger.Ledger", "outbox.Outbox", "calendar.BusinessDays", "audit.AuditTrail");

    /** Starts jobs, which have transactions of their own. */
    private static final String JOB_BOARD = "batch.settlement.JobBoard";

    List<Rule> rules() {
        return List.of(
                new Rule("doors that wait and listeners have no transaction", waiting()),
                new Rule("a singleton locks for itself, so that it serialises nobody", concurrency()),
                new Rule("a batch is a transaction of its own on a stateless bean", batches()),
                new Rule("ledger, outbox, calendar and audit are part of their callers' transactions", mandatory()),
                new Rule("transactions are declared on facades and listeners only", declared()),
                new Rule("no bean keeps a conversation, and none ends a transaction by hand", byHand()));
    }

    private ArchRule waiting() {
        return classes().that(house.isAnywhere()).should(condition("be NOT_SUPPORTED", (type, complaints) -> {
            if (waits(type)) {
                doors(type, TransactionAttributeType.NOT_SUPPORTED).forEach(complaints);
            }
        }));
    }

    private boolean waits(JavaClass type) {
        return type.isAnnotatedWith(Singleton.class)
                || type.isAnnotatedWith(MessageDriven.class)
                || house.place(type).equals(JOB_BOARD);
    }

    private ArchRule concurrency() {
        return classes().that(house.isAnywhere()).should(condition("manage concurrency", (type, complaints) -> {
            boolean own = type.tryGetAnnotationOfType(ConcurrencyManagement.class)
                    .filter(management -> management.value() == ConcurrencyManagementType.BEAN)
                    .isPresent();
            if (type.isAnnotatedWith(Singleton.class) && !own) {
                complaints.accept("is a singleton whose container lets one caller in at a time");
            }
        }));
    }

    private ArchRule batches() {
        return classes().that(house.isAnywhere()).should(condition("be REQUIRES_NEW", (type, complaints) -> {
            if (!type.getSimpleName().endsWith("Batch") || house.module(type) != House.Module.DOMAIN) {
                return;
            }
            if (!type.isAnnotatedWith(Stateless.class)) {
                complaints.accept("is a batch, but no stateless bean");
            }
            doors(type, TransactionAttributeType.REQUIRES_NEW).forEach(complaints);
        }));
    }

    private ArchRule mandatory() {
        return classes().that(house.isAnywhere()).should(condition("be MANDATORY", (type, complaints) -> {
            if (PART_OF_THE_CALLERS.contains(house.place(type))
                    && type.isTopLevelClass()
                    && ofClass(type) != TransactionAttributeType.MANDATORY) {
                complaints.accept("is not MANDATORY by default");
            }
        }));
    }

    private ArchRule declared() {
        return classes().that(house.isAnywhere()).should(condition("declare none", (type, complaints) -> {
            boolean facade = type.isAnnotatedWith(Stateless.class)
                    || type.isAnnotatedWith(Singleton.class)
                    || type.isAnnotatedWith(MessageDriven.class);
            boolean declares = type.isAnnotatedWith(TransactionAttribute.class)
                    || type.getMethods().stream().anyMatch(m -> m.isAnnotatedWith(TransactionAttribute.class));
            if (declares && !facade) {
                complaints.accept("declares a transaction, but is neither facade nor listener");
            }
        }));
    }

    private ArchRule byHand() {
        return classes().that(house.isAnywhere()).should(condition("leave it to the container", (type, complaints) -> {
            if (type.isAnnotatedWith(Stateful.class)) {
                complaints.accept("is stateful");
            }
            type.getDirectDependenciesFromSelf().stream()
                    .filter(d -> d.getTargetClass().getPackageName().equals("jakarta.transaction"))
                    .forEach(d -> complaints.accept(d.getDescription()));
        }));
    }

    /** What is wrong with a bean's public methods, each of which must have this attribute. */
    private static List<String> doors(JavaClass type, TransactionAttributeType wanted) {
        return type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .filter(method -> of(type, method) != wanted)
                .map(method -> method.getName() + " is " + of(type, method) + " instead of " + wanted)
                .toList();
    }

    private static TransactionAttributeType of(JavaClass type, JavaMethod method) {
        return method.tryGetAnnotationOfType(TransactionAttribute.class)
                .map(TransactionAttribute::value)
                .orElseGet(() -> ofClass(type));
    }

    private static TransactionAttributeType ofClass(JavaClass type) {
        return type.tryGetAnnotationOfType(TransactionAttribute.class)
                .map(TransactionAttribute::value)
                .orElse(TransactionAttributeType.REQUIRED);
    }
}
