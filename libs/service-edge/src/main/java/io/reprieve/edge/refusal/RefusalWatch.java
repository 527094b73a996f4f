package io.reprieve.edge.refusal;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sees every answer of the API that says 401 or 403, whoever gave it: authentication, Keycloak's policies, the domain. */
@ApplicationScoped
public class RefusalWatch {
    private static final String RULE = RefusalWatch.class.getName();
    private static final int EARLY = 9_000;

    private final RefusedCalls calls;
    private final Set<String> recordedByTheDomain;

    RefusalWatch(
            RefusedCalls calls,
            @ConfigProperty(name = "reprieve.refusals.recorded-by-the-domain") Optional<List<String>> recorded) {
        this.calls = calls;
        this.recordedByTheDomain = Set.copyOf(recorded.orElse(List.of()));
    }

    /** The code of the problem that this call is answered with. */
    public static void answeredWith(RoutingContext context, String code) {
        context.put(RULE, code);
    }

    void install(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext context) {
        if (context.request().path().startsWith("/api/")) {
            context.addEndHandler(ended -> ended(context));
        }
        context.next();
    }

    private void ended(RoutingContext context) {
        int status = context.response().getStatusCode();
        if (status != 401 && status != 403) {
            return;
        }
        String said = context.get(RULE);
        String rule = said != null ? said : status == 401 ? "unauthenticated" : "forbidden";
        if (!recordedByTheDomain.contains(rule)) {
            String path = context.request().path();
            calls.note(new RefusedCall(
                    actor(context),
                    rule,
                    CallForm.of(context.request().method().name(), path),
                    CallForm.subject(path)));
        }
    }

    private static Actor actor(RoutingContext context) {
        if (!(context.user() instanceof QuarkusHttpUser user)) {
            return RefusedCall.NOBODY;
        }
        SecurityIdentity identity = user.getSecurityIdentity();
        return identity == null || identity.isAnonymous() ? RefusedCall.NOBODY : Caller.actorOf(identity);
    }
}
