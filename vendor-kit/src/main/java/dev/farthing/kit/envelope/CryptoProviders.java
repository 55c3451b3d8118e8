package dev.farthing.kit.envelope;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Who computes what: P-256 and Ed25519 by Amazon Corretto Crypto Provider where it is at hand and its native library loads,
 * else by Bouncy Castle; X25519 by Bouncy Castle; AES-GCM and hashes by the JDK. Figures are in {@code docs/performance.md}.
 * Handed over as objects: a provider that is registered would change every other application on the same server.
 */
final class CryptoProviders {
    /** {@code -Dfarthing.crypto.native=false} leaves the native library alone. */
    private static final String SWITCH = "farthing.crypto.native";

    /** The native provider, or null where there is none. */
    static final @Nullable Provider NATIVE = nativeProvider();

    static final Provider CURVES = NATIVE == null ? new BouncyCastleProvider() : NATIVE;

    /** The JDK's own, or null (whatever the platform prefers) on a JDK without it. */
    static final @Nullable Provider CONTENT = Security.getProvider("SunJCE");

    private CryptoProviders() {}

    private static @Nullable Provider nativeProvider() {
        if (!Boolean.parseBoolean(System.getProperty(SWITCH, "true"))) {
            return null;
        }
        try {
            return Corretto.loaded();
        } catch (LinkageError absent) {
            // Its jar is optional.
            return null;
        }
    }

    /** A class of its own, since one that names an absent class cannot be loaded. */
    private static final class Corretto {
        static @Nullable Provider loaded() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? provider : null;
        }
    }
}
