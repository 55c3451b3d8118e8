package dev.farthing.web.problem;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Refuses query parameters that an address does not know: a misspelt filter would otherwise answer with everything. After
 * authentication, since strangers are told nothing.
 */
@Provider
public class KnownQuery implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        context.register(new OnlyThese(namesOf(resource.getResourceMethod())), Priorities.USER);
    }

    private static List<String> namesOf(Method method) {
        return Stream.of(method.getParameterAnnotations())
                .flatMap(Arrays::<Annotation>stream)
                .filter(QueryParam.class::isInstance)
                .map(annotation -> ((QueryParam) annotation).value())
                .sorted()
                .toList();
    }

    private record OnlyThese(List<String> names) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (!names.containsAll(request.getUriInfo().getQueryParameters().keySet())) {
                String detail =
                        names.isEmpty() ? "Leave the query out" : "Ask with nothing but " + String.join(", ", names);
                request.abortWith(Problem.of(400, "UNKNOWN_PARAMETER", detail)
                        .toResponse()
                        .build());
            }
        }
    }
}
