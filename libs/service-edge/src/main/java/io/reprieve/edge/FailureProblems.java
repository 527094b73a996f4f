package io.reprieve.edge;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Problems for what fails or is refused outside JAX-RS. It authenticates nobody; being asked first for the challenge, it
 * gives the 401 its body.
 */
@ApplicationScoped
class FailureProblems implements HttpAuthenticationMechanism {
    private static final Logger LOG = Logger.getLogger(FailureProblems.class);
    private static final Problem NO_IDENTITY_PROVIDER = Problem.of(
            503,
            "identity-unavailable",
            "Rights cannot be checked now",
            "Keycloak does not answer; nothing was done, try again soon.");
    private static final String BEARER = "Bearer";

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(FailureProblems::failed);
        for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
            router.errorHandler(status, context -> VertxProblems.send(context, KnownProblems.ofStatus(status)));
        }
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ForbiddenException) {
            VertxProblems.send(context, KnownProblems.ofStatus(403));
        } else if (failure instanceof UnauthorizedException || failure instanceof AuthenticationException) {
            challenge(context);
        } else if (failure instanceof Problem problem) {
            VertxProblems.send(context, problem);
        } else if (isOfIdentityProvider(failure)) {
            LOG.warnf("Keycloak was not reached, traceId=%s: %s", TraceIds.current(context), failure.getMessage());
            context.response().putHeader("Retry-After", "2");
            VertxProblems.send(context, NO_IDENTITY_PROVIDER);
        } else {
            if (failure != null && !(failure instanceof IOException)) {
                LOG.errorf(failure, "Failed outside JAX-RS, traceId=%s", TraceIds.current(context));
            }
            VertxProblems.send(context, KnownProblems.ofStatus(Math.max(context.statusCode(), 400)));
        }
    }

    /** Before routing, nobody but authentication and the path policy talks to anything, and that is Keycloak. */
    static boolean isOfIdentityProvider(Throwable failure) {
        if (!(failure instanceof RuntimeException)) {
            return false;
        }
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof IOException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static void challenge(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", BEARER);
        VertxProblems.send(context, KnownProblems.ofStatus(401));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        challenge(context);
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", BEARER));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }
}
