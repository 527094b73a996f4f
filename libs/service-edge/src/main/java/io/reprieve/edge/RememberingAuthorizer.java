package io.reprieve.edge;

import io.quarkus.keycloak.pep.PolicyEnforcerResolver;
import io.quarkus.keycloak.pep.runtime.KeycloakPolicyEnforcerAuthorizer;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.keycloak.adapters.authorization.PolicyEnforcer;
import org.keycloak.representations.adapters.config.PolicyEnforcerConfig.PathConfig;
import org.keycloak.representations.idm.authorization.Permission;

/**
 * Asks the policy enforcer once per token, resource and method, not once per call: each answer takes Keycloak several
 * requests, since it looks every path with an id in it up anew. The enforcer itself decides, in every case.
 */
@Decorator
@Priority(1)
class RememberingAuthorizer implements HttpSecurityPolicy {
    private final KeycloakPolicyEnforcerAuthorizer enforcer;
    private final Instance<PolicyEnforcerResolver> enforcers;
    private final RememberedGrants grants;

    @Inject
    RememberingAuthorizer(
            @Delegate @Any KeycloakPolicyEnforcerAuthorizer enforcer,
            Instance<PolicyEnforcerResolver> enforcers,
            RememberedGrants grants) {
        this.enforcer = enforcer;
        this.enforcers = enforcers;
        this.grants = grants;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext authorization) {
        return identity.flatMap(caller -> {
            AccessTokenCredential token = caller.getCredential(AccessTokenCredential.class);
            if (token == null) {
                return enforcer.checkPermission(context, identity, authorization);
            }
            OidcTenantConfig tenant = context.get(OidcTenantConfig.class.getName());
            return enforcers
                    .get()
                    .resolvePolicyEnforcer(context, tenant)
                    .flatMap(rules -> check(context, identity, authorization, token.getToken(), rules));
        });
    }

    private Uni<CheckResult> check(
            RoutingContext context,
            Uni<SecurityIdentity> identity,
            AuthorizationRequestContext authorization,
            String token,
            PolicyEnforcer rules) {
        PathConfig path = DeclaredPaths.of(rules).matches(context.normalizedPath());
        String method = context.request().method().name();
        if (path == null || path.getId() == null) {
            return enforcer.checkPermission(context, identity, authorization);
        }
        if (grants.holds(token, path.getId(), method)) {
            return CheckResult.permit();
        }
        return enforcer.checkPermission(context, identity, authorization).invoke(result -> {
            if (result.isPermitted() && names(result.getAugmentedIdentity(), path.getId(), method)) {
                grants.remember(token, path.getId(), method);
            }
        });
    }

    /** Whether what Keycloak granted is this very resource and method. */
    private static boolean names(SecurityIdentity identity, String resource, String method) {
        List<Permission> permissions = identity == null ? null : identity.getAttribute("permissions");
        return permissions != null
                && permissions.stream()
                        .anyMatch(granted -> resource.equals(granted.getResourceId())
                                && granted.getScopes() != null
                                && granted.getScopes().contains(method));
    }
}
