package dev.farthing.kit.client;

import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * What a client works with.
 *
 * @param http makes the connections; give one of your own for a proxy or a certificate authority of your own
 * @param clock the vendor's time, within a minute of the server's
 * @param random makes submission ids
 * @param patience how long to keep trying
 * @param pause how to wait between attempts
 */
public record ClientSettings(HttpClient http, Clock clock, SecureRandom random, Patience patience, Pause pause) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** The machine's clock and trusted authorities. */
    public static ClientSettings defaults() {
        return with(HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());
    }

    /** Trusts what that context trusts, for a server whose certificate no public authority signed. */
    public static ClientSettings trusting(SSLContext tls) {
        return with(HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(tls)
                .build());
    }

    /** The same with another patience. */
    public ClientSettings withPatience(Patience other) {
        return new ClientSettings(http, clock, random, other, pause);
    }

    private static ClientSettings with(HttpClient http) {
        return new ClientSettings(
                http,
                Clock.systemUTC(),
                new SecureRandom(),
                Patience.DEFAULT,
                duration -> Thread.sleep(duration.toMillis()));
    }
}
