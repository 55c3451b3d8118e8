package dev.farthing.web.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that an address does not know, and those that stand there twice: a misspelt filter would
 * otherwise be an answer to another question. Comes after the caller is known, so that strangers learn nothing.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 100)
public class KnownParameters implements ContainerRequestFilter {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        Map<String, List<String>> sent = request.getUriInfo().getQueryParameters();
        if (sent.isEmpty()) {
            return;
        }
        Set<String> names = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::names);
        sent.forEach((name, values) -> {
            if (!names.contains(name)) {
                throw new BadRequest(400, "UNKNOWN_PARAMETER", unknown(names));
            }
            if (values.size() > 1) {
                throw new BadRequest(400, "REPEATED_PARAMETER", "Send the parameter " + name + " once");
            }
        });
    }

    private static String unknown(Set<String> names) {
        return names.isEmpty()
                ? "This address takes no query parameters: leave them out"
                : "This address takes " + names.stream().sorted().collect(Collectors.joining(", "))
                        + ": leave other query parameters out";
    }

    private static Set<String> names(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> {
                    @Nullable QueryParam query = parameter.getAnnotation(QueryParam.class);
                    return query == null ? null : query.value();
                })
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
