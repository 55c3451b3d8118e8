package dev.farthing.kit.client;

import java.net.URI;

/**
 * A server that a vendor talks to.
 *
 * @param base {@code scheme://authority}, without a path of its own or with the prefix of a gateway
 * @param audience the server's id: what messages to it name as {@code aud}, and answers as {@code iss}
 */
public record Server(URI base, String audience) {
    URI at(String path) {
        String prefix = base.toString();
        return URI.create((prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + path);
    }
}
