package io.reprieve.edge;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** The trace id (W3C Trace Context) of the request at hand, so that a problem can be found in logs and traces. */
final class TraceIds {
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String OF_THIS_REQUEST = TraceIds.class.getName();

    private TraceIds() {}

    /** From tracing when it is on, else from {@code traceparent}, else one made up and kept for the request. */
    static String current(RoutingContext context) {
        if (MDC.get("traceId") instanceof String traced && !traced.isBlank()) {
            return traced;
        }
        if (context == null) {
            return random();
        }
        String kept = context.get(OF_THIS_REQUEST);
        if (kept == null) {
            String header = context.request().getHeader("traceparent");
            Matcher given = TRACEPARENT.matcher(header == null ? "" : header);
            kept = given.matches() ? given.group(1) : random();
            context.put(OF_THIS_REQUEST, kept);
        }
        return kept;
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
