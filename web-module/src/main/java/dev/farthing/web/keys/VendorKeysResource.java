package dev.farthing.web.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.keys.KeyLife;
import dev.farthing.keys.KeyRing;
import dev.farthing.keys.KeyState;
import dev.farthing.keys.Rotations;
import dev.farthing.web.problem.BadRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** A vendor's own keys: which there are, the next one, and the end of one. */
@Path("/vendor/keys")
@Produces(MediaType.APPLICATION_JSON)
@ProvenVendor
@SecurityRequirement(name = "vendorProof")
public class VendorKeysResource {
    @Inject
    private Rotations rotations;

    @Inject
    private KeyRing ring;

    @GET
    @Operation(summary = "The calling vendor's keys, the newest first")
    @APIResponse(responseCode = "200", description = "At most 200 keys of any state")
    @APIResponse(responseCode = "401", description = "PROOF_REFUSED")
    public KeysJson keys(@Context SecurityContext caller) {
        return KeysJson.of(rotations.keysOf(vendor(caller)));
    }

    @POST
    @Consumes("application/jose")
    @Operation(
            summary = "Offer the key that is to follow the one in use",
            description =
                    "The body is a compact JWS of type farthing-key-offer+jwt with the claims iss, aud, iat, key (a"
                            + " public JWK) and use. A signing key (use sig) is offered under its own signature, an encryption key"
                            + " (use enc) under the active signing key's. The new key is pending until it is activated. Sent again"
                            + " it has the same result; an encryption key gets a new challenge.")
    @RequestBody(
            description = "The offer",
            content =
                    @Content(
                            mediaType = "application/jose",
                            examples =
                                    @ExampleObject(
                                            name = "offer",
                                            value = "eyJhbGciOiJFZERTQSIsInR5cCI6ImZhcnRoaW5nLWtleS1vZmZlcitqd3QiLCJr"
                                                    + "aWQiOiLigKYifQ.eyJpc3MiOiJraW9zayIsIuKApiI6IuKApiJ9.4oCm")))
    @APIResponse(
            responseCode = "201",
            description = "Pending; an encryption key's challenge is a sealed message to it that holds the nonce",
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "an encryption key",
                                            value =
                                                    "{\"kid\":\"Zk3vP0fPz2mCq8mQz1R8yqXy6H3xM0F1cJm3Wk9d2aE\",\"usage\":"
                                                            + "\"ENCRYPTION\",\"state\":\"PENDING\",\"challenge\":\"eyJhbGciOiJF"
                                                            + "Q0RILUVTIiwi4oCm\"}")))
    @APIResponse(responseCode = "200", description = "This key is in use already")
    @APIResponse(responseCode = "401", description = "PROOF_REFUSED")
    @APIResponse(responseCode = "403", description = "KEY_OFFER_REFUSED, whatever is wrong with the offer")
    @APIResponse(responseCode = "429", description = "RATE_LIMITED: more offers within an hour than anybody needs")
    public Response offer(@Context SecurityContext caller, byte[] jws) {
        Rotations.Offered offered = rotations.offer(vendor(caller), new String(jws, StandardCharsets.ISO_8859_1));
        KeyLife key = offered.key();
        Response.Status status = key.state() == KeyState.PENDING ? Response.Status.CREATED : Response.Status.OK;
        return Response.status(status)
                .entity(new OfferedKeyJson(
                        key.kid(), key.usage().name(), key.state().name(), offered.challenge()))
                .build();
    }

    @POST
    @Path("/{kid}/activation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a pending key into use",
            description = "From now on the key is in use; the one before is accepted until retiresAt. Sent again it has"
                    + " the same result.")
    @Parameter(name = "kid", description = "The pending key", example = "Zk3vP0fPz2mCq8mQz1R8yqXy6H3xM0F1cJm3Wk9d2aE")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "an encryption key",
                                        value = "{\"nonce\":\"wJ1mYcJvJ0a0jUu4tS9bq0l3m7c3V0v5Zr1o0o1q2sE\"}"),
                                @ExampleObject(name = "a signing key", value = "{}")
                            }))
    @APIResponse(responseCode = "200", description = "The key as it is now")
    @APIResponse(responseCode = "401", description = "PROOF_REFUSED")
    @APIResponse(responseCode = "403", description = "NONCE_REFUSED; the fifth wrong nonce revokes the key")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the vendor has no such key")
    @APIResponse(responseCode = "409", description = "KEY_STATE: it was followed by another already")
    public KeyJson activate(@Context SecurityContext caller, @PathParam("kid") String kid, ActivationJson activation) {
        KeyLife key = rotations
                .activate(vendor(caller), kid, activation.nonce())
                .orElseThrow(() -> new BadRequest(
                        403, "NONCE_REFUSED", "Open the challenge with the offered key and send its nonce"));
        ring.reload();
        return KeyJson.of(key);
    }

    @POST
    @Path("/{kid}/revocation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "End a key at once, also the one in use",
            description = "Every payment is settled before or refused after. A vendor without an active signing key"
                    + " enrols again with a new code of the bank's.")
    @Parameter(name = "kid", description = "The key", example = "Zk3vP0fPz2mCq8mQz1R8yqXy6H3xM0F1cJm3Wk9d2aE")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a lost machine",
                                            value = "{\"reason\":\"till 4 was stolen\"}")))
    @APIResponse(responseCode = "200", description = "The key as it is now; ended again, it is the same")
    @APIResponse(responseCode = "401", description = "PROOF_REFUSED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the vendor has no such key")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: the reason is not in form")
    @APIResponse(responseCode = "503", description = "The payments under way do not end: send it again")
    public KeyJson revoke(@Context SecurityContext caller, @PathParam("kid") String kid, ReasonJson why) {
        String vendor = vendor(caller);
        KeyLife key = rotations.revoke(vendor, kid, "vendor:" + vendor, why.reason());
        ring.reload();
        return KeyJson.of(key);
    }

    private static String vendor(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }

    /** @param challenge of a pending encryption key: a sealed message to it that holds a nonce */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfferedKeyJson(
            String kid,
            String usage,
            String state,
            @Nullable String challenge) {}

    /** All keys of a list. */
    public record KeysJson(List<KeyJson> keys) {
        static KeysJson of(List<KeyLife> keys) {
            return new KeysJson(keys.stream().map(KeyJson::of).toList());
        }
    }
}
