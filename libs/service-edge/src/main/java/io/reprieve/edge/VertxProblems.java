package io.reprieve.edge;

import io.reprieve.edge.refusal.RefusalWatch;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes problems where no JAX-RS is yet: refusals before routing, by authentication and by the path policy. */
final class VertxProblems {
    static final String MEDIA_TYPE = "application/problem+json";

    private VertxProblems() {}

    static void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        RefusalWatch.answeredWith(context, problem.code());
        response.setStatusCode(problem.status());
        response.putHeader("Content-Type", MEDIA_TYPE);
        response.end(Json.canonical(body(context, problem)));
    }

    private static Map<String, Object> body(RoutingContext context, Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", problem.type().toString());
        body.put("title", problem.title());
        body.put("status", problem.status());
        if (problem.detail() != null) {
            body.put("detail", problem.detail());
        }
        body.put("instance", context.request().path());
        body.putAll(problem.extensions());
        body.put("traceId", TraceIds.current(context));
        return body;
    }
}
