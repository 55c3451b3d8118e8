package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One exchange over HTTP with a limit on time and size. */
final class Wire {
    /** The longest body that a server may answer with: a set of keys, which is longer than any message. */
    static final int MAX_BODY_BYTES = 4 * SealedEnvelope.MAX_MESSAGE_CHARS;

    static final String JOSE = "application/jose";
    private static final String PROBLEM = "application/problem+json";
    private static final int MAX_RETRY_AFTER_DIGITS = 6;
    private static final int MAX_CAUSES = 8;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final HttpClient http;
    private final Duration timeout;

    Wire(ClientSettings settings) {
        this.http = settings.http();
        this.timeout = settings.patience().requestTimeout();
    }

    /** Sends; a longer answer than a message or a set of keys fails. */
    HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        return exchange(request, MAX_BODY_BYTES);
    }

    /** Sends; the limit on time covers the body too, which {@link HttpRequest#timeout()} does not. */
    HttpResponse<byte[]> exchange(HttpRequest request, int maxBytes) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, head -> new LimitedBody(maxBytes));
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the exchange failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        }
    }

    /** An answer that says nothing about the request itself: the same one may be taken later. */
    static boolean isPassing(HttpResponse<byte[]> response) {
        return response.statusCode() == TOO_MANY_REQUESTS
                || response.statusCode() >= SERVER_ERRORS
                || isNobodys(response);
    }

    /** A 404 that is not in Farthing's words: of a proxy with no server behind it, or of a server that is being stopped. Nothing was taken. */
    static boolean isNobodys(HttpResponse<byte[]> response) {
        return response.statusCode() == NOT_FOUND
                && (!is(PROBLEM, response)
                        || !json(response.body()).path("code").isTextual());
    }

    /** True if no connection came about, so that not a byte was sent. */
    static boolean isNotConnected(IOException e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    static boolean isJose(HttpResponse<byte[]> response) {
        return is(JOSE, response);
    }

    private static boolean is(String mediaType, HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals(mediaType);
    }

    /** {@code Retry-After} in seconds; the form with a date is taken as none. */
    static Duration retryAfter(HttpResponse<byte[]> response) {
        String value = response.headers().firstValue("Retry-After").orElse("").strip();
        boolean seconds = !value.isEmpty()
                && value.length() <= MAX_RETRY_AFTER_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return seconds ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
    }

    static Rejected rejection(HttpResponse<byte[]> response) {
        ObjectNode problem = json(response.body());
        List<Rejected.Complaint> complaints = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            complaints.add(new Rejected.Complaint(
                    error.path("row").asInt(),
                    error.path("column").asText(""),
                    error.path("message").asText("")));
        }
        return new Rejected(
                response.statusCode(),
                problem.path("code").asText(""),
                problem.path("detail").asText(""),
                complaints);
    }

    /** The body's object, or an empty one: of an unsealed answer nothing is believed but what to tell people. */
    private static ObjectNode json(byte[] body) {
        try {
            return StrictJson.object(body);
        } catch (MalformedJson e) {
            return StrictJson.newObject();
        }
    }
}
