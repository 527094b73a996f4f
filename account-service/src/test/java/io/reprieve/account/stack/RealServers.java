package io.reprieve.account.stack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.cabinet.Size;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL with a small Cabinet in it, Keycloak and S3, and keys of the other services that only this test holds. */
public class RealServers implements QuarkusTestResourceLifecycleManager {
    private static final String ERASER = "reprieve_eraser";
    private static final String RESTORER = "reprieve_restorer";

    @Override
    public Map<String, String> start() {
        try {
            var settings = new HashMap<String, String>();
            var folder = Files.createDirectories(TestServers.folder());
            databases(settings, folder);
            for (var service : new String[] {"purge", "backup", "audit"}) {
                keys(folder, service);
                settings.put(
                        "erasure." + service + "-public-key",
                        folder.resolve(service + ".pub").toString());
            }
            settings.put("test.folder", folder.toString());
            settings.put("product.digest-secret", "ab".repeat(32));
            TestServers.start(List.of(TestServers::postgres, TestServers::s3, TestServers::keycloak));
            var realm = TestServers.keycloak().realmUrl();
            settings.put("quarkus.oidc.auth-server-url", realm);
            settings.put("quarkus.oidc.credentials.secret", "account-service");
            settings.put("quarkus.oidc-client.auth-server-url", realm);
            settings.put("quarkus.oidc-client.credentials.secret", "account-service");
            settings.put("erasure.cooling-off", Purge.COOLING_OFF.toString());
            // Tests make a sweep due when they want it.
            settings.put("sweep.grace", "PT1H");
            settings.put("sweep.every", "PT1S");
            settings.put("tombstone.recover-every", "PT30S");
            settings.put("deletion.watch-every", "PT1H");
            settings.put("reprieve.outbox.relay", "false");
            return settings;
        } catch (IOException | SQLException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void databases(Map<String, String> settings, Path folder) throws IOException, SQLException {
        var postgres = TestServers.postgres();
        postgres.createDatabase("account", "account", "account");
        postgres.createDatabase("cabinet", "cabinet", "cabinet");
        var s3 = TestServers.s3();
        s3.createVersionedBucket(Cabinet.BUCKET);
        var admin = postgres.adminDataSource("cabinet");
        Cabinet.install(admin);
        Cabinet.generate(admin, Optional.of(s3.client()), Cabinet.BUCKET, Size.small());
        var dataMap = Files.writeString(folder.resolve("data-map.yaml"), Cabinet.dataMapYaml());
        ProductSetup.apply(
                admin,
                DataMap.read(dataMap),
                new ProductSetup.Login(ERASER, ERASER),
                new ProductSetup.Login(RESTORER, RESTORER));
        settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl("account"));
        settings.put("quarkus.datasource.username", "account");
        settings.put("quarkus.datasource.password", "account");
        settings.put("quarkus.datasource.product.jdbc.url", postgres.jdbcUrl("cabinet"));
        settings.put("quarkus.datasource.product.username", ERASER);
        settings.put("quarkus.datasource.product.password", ERASER);
        settings.put("test.admin.user", LocalPostgres.ADMIN);
        settings.put("test.admin.password", LocalPostgres.ADMIN_PASSWORD);
        settings.put("product.data-map", dataMap.toString());
        settings.put("product.s3.endpoint", s3.endpoint());
        settings.put("product.s3.access-key", s3.accessKey());
        settings.put("product.s3.secret-key", s3.secretKey());
    }

    private static void keys(Path folder, String service) throws IOException, GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem(folder.resolve(service + ".key"), "PRIVATE KEY", pair.getPrivate());
        pem(folder.resolve(service + ".pub"), "PUBLIC KEY", pair.getPublic());
    }

    private static void pem(Path file, String label, Key key) throws IOException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    @Override
    public void stop() {
        // The servers go with the JVM; other test classes share them.
    }
}
