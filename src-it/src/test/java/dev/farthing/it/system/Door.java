package dev.farthing.it.system;

import org.jspecify.annotations.Nullable;

/** Whom an address of the interface lets in, and by which credentials. */
enum Door {
    /** An operator's password, over TLS. */
    OPERATOR("operator", "NOT_AUTHENTICATED"),

    /** A proof that a vendor's key has signed. */
    VENDOR("vendorProof", "PROOF_REFUSED"),

    /** A proof that the key of a customer's device has signed. */
    CUSTOMER("customerProof", "PROOF_REFUSED"),

    /** Anybody, or whoever the body itself proves to be. */
    OPEN(null, "");

    private final @Nullable String scheme;
    private final String refusal;

    Door(@Nullable String scheme, String refusal) {
        this.scheme = scheme;
        this.refusal = refusal;
    }

    /** The door that an address lies behind, told by its first part: what the description says of it is compared, not believed. */
    static Door of(String path) {
        return switch (path.split("/", -1)[1]) {
            case "operator" -> OPERATOR;
            case "vendor", "events" -> VENDOR;
            case "customer" -> CUSTOMER;
            default -> OPEN;
        };
    }

    /** The security scheme that the interface's description gives it; null for none. */
    @Nullable String scheme() {
        return scheme;
    }

    /** The code of the problem that whoever has no good credentials is told. */
    String refusal() {
        return refusal;
    }

    boolean isProven() {
        return this == VENDOR || this == CUSTOMER;
    }
}
