package io.reprieve.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Refuses URL forms that one reader of a path could take for another path than the next reader does, before
 * authentication, path policies and routing: 400 {@code url-form}.
 */
@ApplicationScoped
public class UrlGuard {
    /** Quarkus authenticates at 200 and authorizes at 100, CORS comes at 300; higher runs earlier. */
    static final int FIRST = 10_000;

    void install(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    /** Why this raw path (no query) is refused; empty when it is fine. */
    public static Optional<String> refusalOf(String rawPath) {
        return UrlForm.refusalOf(rawPath);
    }

    private void check(RoutingContext context) {
        Optional<String> refusal = refusalOf(context.request().path());
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        VertxProblems.send(
                context,
                Problem.of(
                        400,
                        "url-form",
                        "This form of URL is not accepted",
                        "Write the path plainly: " + refusal.get() + "."));
    }
}
