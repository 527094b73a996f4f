package io.reprieve.edge;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Where a page ended: the sort key of its last item, opaque to callers (base64url of a JSON array). */
public record Cursor(List<String> parts) {
    public Cursor {
        parts = List.copyOf(parts);
    }

    public static Cursor of(Object... parts) {
        List<String> texts = new ArrayList<>();
        for (Object part : parts) {
            texts.add(String.valueOf(part));
        }
        return new Cursor(texts);
    }

    /** The form callers hand back. */
    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.canonical(parts).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor; empty for null or blank.
     *
     * @param size how many parts this list's cursors have
     * @throws Problem 422 {@code cursor-unknown} for anything this list did not hand out
     */
    public static Optional<Cursor> parse(String encoded, int size) {
        if (encoded == null || encoded.isBlank()) {
            return Optional.empty();
        }
        try {
            JsonNode node = Json.parse(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
            List<String> parts = new ArrayList<>();
            node.forEach(part -> parts.add(part.textValue()));
            if (node.isArray() && parts.size() == size) {
                return Optional.of(new Cursor(parts));
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unknown();
        }
        throw unknown();
    }

    public String part(int index) {
        return parts.get(index);
    }

    /**
     * A part as a number.
     *
     * @throws Problem 422 {@code cursor-unknown} when it is none
     */
    public long number(int index) {
        try {
            return Long.parseLong(parts.get(index));
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.of(
                        422,
                        "cursor-unknown",
                        "Cursor not understood",
                        "Give the `next` of the page before, or none to start.")
                .error("cursor", "not one of this list's");
    }
}
