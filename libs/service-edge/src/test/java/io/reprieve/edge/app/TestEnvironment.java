package io.reprieve.edge.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.util.Base64;
import java.util.Map;

/** A database of its own and the key that tokens are checked with. */
public final class TestEnvironment implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        LocalPostgres postgres = TestServers.postgres();
        postgres.createDatabase("edge", "edge", "edge");
        return Map.of(
                "quarkus.datasource.jdbc.url",
                postgres.jdbcUrl("edge"),
                "quarkus.datasource.username",
                "edge",
                "quarkus.datasource.password",
                "edge",
                "quarkus.oidc.public-key",
                Base64.getEncoder().encodeToString(TestTokens.publicKey().getEncoded()));
    }

    @Override
    public void stop() {
        // The servers go with the JVM.
    }
}
