package io.reprieve.edge;

import java.util.Optional;

/**
 * Refuses URL forms that one reader of a path could take for another path than the next reader does, before
 * authentication and routing: 400 {@code url-form}.
 */
public final class UrlGuard {
    private UrlGuard() {}

    /** Why this raw path (no query) is refused; empty when it is fine. */
    public static Optional<String> refusalOf(String rawPath) {
        return UrlForm.refusalOf(rawPath);
    }
}
