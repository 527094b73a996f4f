package io.reprieve.account.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.InvalidSignedToken;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads the claims of a signed paper; one that lacks a claim is no paper. */
final class Claims {
    private Claims() {}

    static String text(JsonNode claims, String name) {
        var value = claims.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw missing(name);
        }
        return value.textValue();
    }

    static long number(JsonNode claims, String name) {
        var value = claims.path(name);
        if (!value.isIntegralNumber()) {
            throw missing(name);
        }
        return value.longValue();
    }

    /** RFC 3339 text, or seconds since the epoch. */
    static Instant instant(JsonNode claims, String name) {
        var value = claims.path(name);
        if (value.isIntegralNumber()) {
            return Instant.ofEpochSecond(value.longValue());
        }
        try {
            return Instant.parse(text(claims, name));
        } catch (DateTimeParseException e) {
            throw missing(name);
        }
    }

    private static InvalidSignedToken missing(String name) {
        return new InvalidSignedToken("token-malformed", "The signed paper does not say " + name + ".");
    }
}
