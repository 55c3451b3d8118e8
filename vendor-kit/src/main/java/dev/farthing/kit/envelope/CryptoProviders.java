package dev.farthing.kit.envelope;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Who computes what: curves by Bouncy Castle (five times faster there), AES-GCM and hashes by the JDK (twenty times). Handed
 * over as objects: a provider that is registered would change every other application on the same server.
 */
final class CryptoProviders {
    static final Provider CURVES = new BouncyCastleProvider();

    /** The JDK's own, or null (whatever the platform prefers) on a JDK without it. */
    static final @Nullable Provider CONTENT = Security.getProvider("SunJCE");

    private CryptoProviders() {}
}
