package io.reprieve.edge;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.InstanceUtils;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.reprieve.edge.refusal.RefusalWatch;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives every problem that leaves JAX-RS the one shape of this suite. */
@ApplicationScoped
class ProblemShape implements ProblemPostProcessor {
    private final CurrentVertxRequest request;

    ProblemShape(CurrentVertxRequest request) {
        this.request = request;
    }

    /** After the extension's own logging (101) and defaults (99). */
    @Override
    public int priority() {
        return 1;
    }

    @Override
    public HttpProblem apply(HttpProblem raw, ProblemContext context) {
        Problem problem = KnownProblems.of(raw, context.cause);
        RoutingContext routing = request.getCurrent();
        if (routing != null) {
            RefusalWatch.answeredWith(routing, problem.code());
        }
        // The extension's own instance lacks the root path, so the path is taken as the client sent it.
        String path = routing == null ? context.path : routing.request().path();
        HttpProblem.Builder shaped = HttpProblem.builder()
                .withType(problem.type())
                .withTitle(problem.title())
                .withStatus(problem.status())
                .withDetail(problem.detail())
                .withInstance(InstanceUtils.pathToInstance(path));
        problem.extensions().forEach(shaped::with);
        shaped.with("traceId", TraceIds.current(routing));
        raw.getHeaders().forEach(shaped::withHeader);
        return shaped.build();
    }
}
