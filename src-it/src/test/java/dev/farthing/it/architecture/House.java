package dev.farthing.it.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/**
 * The packages that the rules speak of. There are two houses: the one that is delivered, and the small one of the fixtures,
 * in which every rule is broken.
 */
record House(String root) {
    static final House REAL = new House("dev.farthing");
    static final House OF_OFFENDERS = new House("dev.farthing.it.architecture.fixture");

    /** The parts of the house that are built one from the other. */
    enum Module {
        DOMAIN,
        WEB,
        BATCH,
        KIT,
        LAUNCHER
    }

    boolean holds(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    /** The package from the root on, such as {@code web.ledger}. */
    String capability(JavaClass type) {
        String name = type.getPackageName();
        return name.length() > root.length() ? name.substring(root.length() + 1) : "";
    }

    Module module(JavaClass type) {
        String capability = capability(type);
        int end = capability.indexOf('.');
        return switch (end < 0 ? capability : capability.substring(0, end)) {
            case "web" -> Module.WEB;
            case "batch" -> Module.BATCH;
            case "kit" -> Module.KIT;
            case "launcher" -> Module.LAUNCHER;
            default -> Module.DOMAIN;
        };
    }

    /** The type's name from the root on, such as {@code ledger.Ledger}; that of the outermost one for a nested type. */
    String place(JavaClass type) {
        String name = type.getName().substring(root.length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    DescribedPredicate<JavaClass> isIn(Set<Module> modules) {
        return DescribedPredicate.describe("are in " + modules, type -> holds(type) && modules.contains(module(type)));
    }

    DescribedPredicate<JavaClass> isAnywhere() {
        return DescribedPredicate.describe("are in the house", this::holds);
    }
}
