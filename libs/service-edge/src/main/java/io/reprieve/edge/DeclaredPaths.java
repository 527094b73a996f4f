package io.reprieve.edge;

import java.util.Collection;
import org.keycloak.adapters.authorization.PolicyEnforcer;
import org.keycloak.common.util.PathMatcher;
import org.keycloak.representations.adapters.config.PolicyEnforcerConfig.PathConfig;

/** The enforcer's own reading of a path, without its question to Keycloak for every path with an id in it. */
final class DeclaredPaths extends PathMatcher<PathConfig> {
    private final Collection<PathConfig> declared;

    private DeclaredPaths(Collection<PathConfig> declared) {
        this.declared = declared;
    }

    static DeclaredPaths of(PolicyEnforcer enforcer) {
        return new DeclaredPaths(enforcer.getPaths().values());
    }

    @Override
    protected String getPath(PathConfig declaration) {
        return declaration.getPath();
    }

    @Override
    protected Collection<PathConfig> getPaths() {
        return declared;
    }
}
