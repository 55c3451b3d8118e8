package dev.farthing.web.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that are larger than anything that Farthing takes, whether they say so or not. The server's own limit
 * lies above it, and would only cut the connection.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
public class BodyLimit implements ContainerRequestFilter {
    /** Four times the longest sealed message. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final int TOO_LARGE = 413;

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        int limit = limit();
        if (request.getLength() > limit) {
            request.abortWith(Problem.ofStatus(TOO_LARGE).toResponse().build());
            return;
        }
        request.setEntityStream(new Limited(request.getEntityStream(), limit));
    }

    private int limit() {
        @Nullable LargeBody large = resource.getResourceMethod().getAnnotation(LargeBody.class);
        return large == null ? MAX_BODY_BYTES : large.value();
    }

    /** Counts what is read, for bodies that do not say how long they are. */
    private static final class Limited extends FilterInputStream {
        private int left;

        Limited(InputStream body, int limit) {
            super(body);
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new WebApplicationException(TOO_LARGE);
            }
        }
    }
}
