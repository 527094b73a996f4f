package io.reprieve.purge.town;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL, Keycloak, keys, and the address where {@link Town} will stand in for the other services. */
public class RealServers implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            Map<String, String> settings = new HashMap<>();
            TestServers.start(List.of(TestServers::postgres, TestServers::keycloak));
            LocalPostgres postgres = TestServers.postgres();
            postgres.createDatabase("purge", "purge", "purge");
            settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl("purge"));
            settings.put("quarkus.datasource.username", "purge");
            settings.put("quarkus.datasource.password", "purge");
            String realm = TestServers.keycloak().realmUrl();
            settings.put("quarkus.oidc.auth-server-url", realm);
            settings.put("quarkus.oidc.credentials.secret", "purge-service");
            settings.put("quarkus.oidc-client.auth-server-url", realm);
            settings.put("quarkus.oidc-client.credentials.secret", "purge-service");
            Path folder = Files.createDirectories(TestServers.folder());
            for (String service : new String[] {"purge", "backup", "audit"}) {
                keys(folder, service);
            }
            settings.put("test.keys", folder.toString());
            settings.put(
                    "reprieve.purge.signing-key", folder.resolve("purge.key").toString());
            settings.put(
                    "reprieve.purge.backup-public-key",
                    folder.resolve("backup.pub").toString());
            settings.put(
                    "reprieve.audit.public-key", folder.resolve("audit.pub").toString());
            int port = freePort();
            String town = "http://localhost:" + port;
            settings.put("test.town.port", Integer.toString(port));
            for (String client : new String[] {"account", "account-key-turns", "erasure", "backup"}) {
                settings.put("quarkus.rest-client." + client + ".url", town);
            }
            settings.put("reprieve.audit.url", town);
            settings.put("reprieve.outbox.longest-pause", "1s");
            settings.put("reprieve.policy.cooling-off", "PT1S");
            return settings;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public static void keys(Path folder, String service) throws IOException, GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem(folder.resolve(service + ".key"), "PRIVATE KEY", pair.getPrivate());
        pem(folder.resolve(service + ".pub"), "PUBLIC KEY", pair.getPublic());
    }

    private static void pem(Path file, String label, Key key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    @Override
    public void stop() {
        // The servers go with the JVM; other test classes share them.
    }
}
