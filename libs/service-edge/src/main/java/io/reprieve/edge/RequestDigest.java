package io.reprieve.edge;

import java.util.Map;

/** What a requester's key turns on: the SHA-256 of the request's canonical JSON. */
public final class RequestDigest {
    private RequestDigest() {}

    /**
     * SHA-256 hex of canonical JSON {@code {"accountId","epoch","kind","reason"}}.
     *
     * @param epoch the account's epoch at the time of the request
     * @param kind the purge request's kind, as in {@code DUPLICATE_CLEANUP}
     */
    public static String of(String accountId, long epoch, String kind, String reason) {
        return Sha256.hex(
                Json.canonical(Map.of("accountId", accountId, "epoch", epoch, "kind", kind, "reason", reason)));
    }
}
