package dev.farthing.it.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The JDK's own blocking client, on connections that stay open: the least work that a request can cost its sender. Not streaming: before
 * a streamed request it waits for up to a millisecond whether the connection that it kept has ended.
 */
final class Wire {
    private static final int ANSWER_MILLIS = 30_000;

    private Wire() {}

    /** Sends one sealed message; returns the body of the answer, which must be sealed too. */
    static byte[] post(URI address, String message) throws IOException {
        byte[] body = message.getBytes(StandardCharsets.US_ASCII);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setReadTimeout(ANSWER_MILLIS);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/jose");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException(address + " answered " + status);
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
