package dev.farthing.it.system;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** The wrong requests of one operation, generated from its description. */
final class RestTable {
    /** One wrong request, and what must come back. */
    record Case(String name, Executable check) {}

    private RestTable() {}

    static List<Case> of(RestWorld world, Call example) throws Exception {
        List<Case> cases = new ArrayList<>(new CredentialCases(world, example).all());
        cases.addAll(new FormCases(world, example).all());
        return cases;
    }
}
