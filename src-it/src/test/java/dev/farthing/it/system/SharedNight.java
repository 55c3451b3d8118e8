package dev.farthing.it.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One prepared night for all tests that disturb it: each puts it back first. */
final class SharedNight implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PreparedNight.class;
    }

    @Override
    public PreparedNight resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedNight.class))
                .getOrComputeIfAbsent("night", key -> prepare(), PreparedNight.class);
    }

    private static PreparedNight prepare() {
        try {
            return new PreparedNight("night");
        } catch (Exception e) {
            throw new IllegalStateException("The night could not be prepared: " + e.getMessage(), e);
        }
    }
}
