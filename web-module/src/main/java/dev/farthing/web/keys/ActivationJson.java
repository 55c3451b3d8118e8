package dev.farthing.web.keys;

import org.jspecify.annotations.Nullable;

/** What activates a key: an encryption key's nonce; of a signing key nothing. */
public final class ActivationJson {
    private @Nullable String nonce;

    public void setNonce(String nonce) {
        this.nonce = nonce;
    }

    @Nullable String nonce() {
        return nonce;
    }
}
