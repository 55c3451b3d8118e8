package dev.farthing.kit.proof;

import org.jspecify.annotations.Nullable;

/**
 * The request that a proof is good for.
 *
 * @param audience the server's id: a proof that reaches another server, or is passed on by one, is good for nothing there
 * @param method of HTTP, in capitals
 * @param uri {@code scheme://authority/path} as the caller sees it, without query and fragment
 * @param rawQuery as it stands in the request line, or null without one
 * @param body its bytes, empty without one; the array is the record's own, handed out as a copy
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record ProvenRequest(
        String audience,
        String method,
        String uri,
        @Nullable String rawQuery,
        byte[] body) {
    /** Takes a copy of the body. */
    public ProvenRequest {
        if (uri.indexOf('?') >= 0 || uri.indexOf('#') >= 0) {
            throw new IllegalArgumentException("Give uri without query and fragment; the query goes to rawQuery.");
        }
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }
}
