package io.reprieve.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** Headers of every answer, unless the endpoint set its own: nothing is cached, framed, sniffed or run. */
@ApplicationScoped
class ResponseHeaders {
    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");
    private static final String NO_CONTENT_RUNS = "default-src 'none'; frame-ancestors 'none'";
    private static final String HSTS = "max-age=31536000; includeSubDomains";

    void install(@Observes Filters filters) {
        filters.register(ResponseHeaders::add, UrlGuard.FIRST + 1);
    }

    private static void add(RoutingContext context) {
        context.addHeadersEndHandler(ignored -> {
            MultiMap headers = context.response().headers();
            ALWAYS.forEach((name, value) -> setIfAbsent(headers, name, value));
            // Swagger UI is a page; everything else is data.
            if (!context.request().path().startsWith("/q/swagger-ui")) {
                setIfAbsent(headers, "Content-Security-Policy", NO_CONTENT_RUNS);
            }
            if (context.request().isSSL()) {
                setIfAbsent(headers, "Strict-Transport-Security", HSTS);
            }
        });
        context.next();
    }

    private static void setIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
