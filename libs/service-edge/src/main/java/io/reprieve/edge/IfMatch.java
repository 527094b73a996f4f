package io.reprieve.edge;

import java.util.Arrays;

/** {@code If-Match} (RFC 9110 section 13.1.1) wherever someone decides on what they saw. */
public final class IfMatch {
    private IfMatch() {}

    /**
     * Passes when the header names the current entity tag; strong comparison.
     *
     * @param header the header as it came, null when absent
     * @param currentEtag the current tag, with or without its quotes
     * @throws Problem 428 {@code if-match-missing} without a header or with {@code *} (which says nothing about what was
     *     seen), 412 {@code if-match-stale} when it names another
     */
    public static void require(String header, String currentEtag) {
        if (header == null || header.isBlank() || header.strip().equals("*")) {
            throw Problem.of(
                    428,
                    "if-match-missing",
                    "If-Match is required",
                    "Read the resource again and repeat its ETag in If-Match.");
        }
        String current = quoted(currentEtag);
        if (Arrays.stream(header.split(",")).map(String::strip).noneMatch(current::equals)) {
            throw Problem.of(
                    412,
                    "if-match-stale",
                    "It has changed since you saw it",
                    "Read the resource again, look at it, and decide anew.");
        }
    }

    /** The tag in its quotes, as the ETag header carries it. */
    public static String quoted(String etag) {
        return etag.startsWith("\"") ? etag : "\"" + etag + "\"";
    }
}
