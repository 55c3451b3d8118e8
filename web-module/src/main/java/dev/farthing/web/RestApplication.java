package dev.farthing.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** Farthing's REST interface, version 1. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Farthing",
                        version = "v1",
                        description = "A payments server for small amounts. Amounts are integers in the ledger's scale,"
                                + " written as strings. Errors are RFC 9457 problem documents."))
@SecurityScheme(securitySchemeName = "operator", type = SecuritySchemeType.HTTP, scheme = "basic")
@SecurityScheme(
        securitySchemeName = "vendorProof",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "Farthing-Proof",
        description = "A JWS over this one request, signed with an enrolled key of the vendor")
@SecurityScheme(
        securitySchemeName = "customerProof",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "Farthing-Proof",
        description = "A JWS over this one request, signed with the key of a device of the customer")
public class RestApplication extends Application {}
