package dev.farthing.kit.envelope;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;

/**
 * The two families of keys that Farthing speaks. A key's family is fixed in its record and settles every algorithm; what a
 * message's header says must merely agree. Content encryption is always A256GCM under direct ECDH-ES (RFC 7518 §4.6).
 */
public enum KeyFamily {
    /** EdDSA with Ed25519 (RFC 8037) for signatures, X25519 for key agreement. */
    ED25519,

    /** ES256 for signatures, P-256 for key agreement. */
    P256;

    JWSAlgorithm signatureAlgorithm() {
        return this == ED25519 ? JWSAlgorithm.EdDSA : JWSAlgorithm.ES256;
    }

    Curve signatureCurve() {
        return this == ED25519 ? Curve.Ed25519 : Curve.P_256;
    }

    Curve agreementCurve() {
        return this == ED25519 ? Curve.X25519 : Curve.P_256;
    }
}
