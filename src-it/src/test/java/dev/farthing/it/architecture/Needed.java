package dev.farthing.it.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.inject.Named;
import jakarta.persistence.Entity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who needs a public type: another package, the container that makes it or takes it as JSON, a vendor's own program, or a
 * needed type in whose public signatures it stands.
 */
final class Needed {
    private static final List<Class<? extends Annotation>> MADE_BY_THE_CONTAINER = List.of(
            Stateless.class,
            Singleton.class,
            MessageDriven.class,
            Entity.class,
            Named.class,
            WebServlet.class,
            ApplicationPath.class,
            NameBinding.class,
            Path.class,
            Provider.class);

    /** What vendors, who are outside the house, write their programs against. */
    private static final String FOR_VENDORS = "kit.client";

    private final House house;
    private final List<JavaClass> types;

    Needed(House house, JavaClasses types) {
        this.house = house;
        this.types = types.stream().filter(house::holds).toList();
    }

    List<JavaClass> publicButNotNeeded() {
        Set<JavaClass> needed = new HashSet<>();
        Deque<JavaClass> found = new ArrayDeque<>();
        types.stream().filter(this::isNeededDirectly).forEach(found::add);
        while (!found.isEmpty()) {
            JavaClass type = found.remove();
            if (needed.add(type)) {
                inSignatures(type).forEach(found::add);
            }
        }
        return types.stream()
                .filter(Needed::isPublic)
                .filter(type -> !needed.contains(type))
                .toList();
    }

    private boolean isNeededDirectly(JavaClass type) {
        return house.capability(type).equals(FOR_VENDORS)
                || isMadeByTheContainer(type)
                || type.getEnclosingClass().filter(Needed::isResource).isPresent()
                || type.getMethods().stream().anyMatch(Needed::isMain)
                || type.getDirectDependenciesToSelf().stream()
                        .map(Dependency::getOriginClass)
                        .anyMatch(user -> !user.getPackageName().equals(type.getPackageName()));
    }

    private static boolean isMadeByTheContainer(JavaClass type) {
        return MADE_BY_THE_CONTAINER.stream().anyMatch(type::isAnnotatedWith);
    }

    /** What is nested in a resource is its JSON, which the container reads and writes. */
    private static boolean isResource(JavaClass type) {
        return type.isAnnotatedWith(Path.class);
    }

    /** Types in public signatures, superclasses, and the enclosing types without which they cannot be named. */
    private Stream<JavaClass> inSignatures(JavaClass type) {
        Stream<JavaClass> members = type.getCodeUnits().stream()
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(Needed::signature);
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC) || isRecord(type))
                .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream());
        return Stream.of(members, fields, type.getAllRawSuperclasses().stream(), type.getEnclosingClass().stream())
                .flatMap(s -> s)
                .filter(house::holds);
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                        unit.getParameterTypes().stream()
                                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()),
                        unit.getExceptionTypes().stream())
                .flatMap(s -> s);
    }

    private static boolean isRecord(JavaClass type) {
        return type.isRecord();
    }

    private static boolean isMain(JavaMethod method) {
        return method.getName().equals("main") && method.getModifiers().contains(JavaModifier.STATIC);
    }

    /** What is nested in a type of the package's own is not public, whatever it says: in an interface it says so unasked. */
    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(Needed::isPublic).orElse(true);
    }
}
