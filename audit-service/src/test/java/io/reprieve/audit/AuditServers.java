package io.reprieve.audit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.Ports;
import io.reprieve.localservers.TestServers;
import io.reprieve.witness.RunningWitness;
import io.reprieve.witness.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A database, a realm, a signing key and a witness for the service under test. */
public class AuditServers implements QuarkusTestResourceLifecycleManager {
    private RunningWitness witness;

    @Override
    public Map<String, String> start() {
        TestServers.start(List.of(TestServers::postgres, TestServers::keycloak));
        LocalPostgres postgres = TestServers.postgres();
        postgres.createDatabase("audit", "audit", "audit");
        postgres.createRole("reprieve_audit_writer", "writer");
        String realm = TestServers.keycloak().realmUrl();
        Path keys = TestServers.folder();
        Path signing = keys.resolve("audit.pem");
        Path pinned = keys.resolve("audit.pub.pem");
        Path witnesses = keys.resolve("witness.pub.pem");
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Files.createDirectories(keys);
            Files.writeString(signing, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(pinned, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            KeyPair witnessing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Files.writeString(
                    keys.resolve("witness.pem"),
                    pem("PRIVATE KEY", witnessing.getPrivate().getEncoded()));
            Files.writeString(
                    witnesses, pem("PUBLIC KEY", witnessing.getPublic().getEncoded()));
            witness = RunningWitness.start(
                    Settings.of(Map.of(
                            "REPRIEVE_AUDIT_PUBLIC_KEY", pinned.toString(),
                            "REPRIEVE_SIGNING_KEY", keys.resolve("witness.pem").toString(),
                            "REPRIEVE_WITNESS_STATE", keys.resolve("witness").toString(),
                            "REPRIEVE_WITNESS_HOST", "127.0.0.1",
                            "REPRIEVE_WITNESS_PORT", "0")),
                    Clock.systemUTC(),
                    said -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException | Settings.Refused e) {
            throw new IllegalStateException(e);
        }
        String port = String.valueOf(Ports.free());
        return Map.ofEntries(
                Map.entry("REPRIEVE_DB_URL", postgres.jdbcUrl("audit")),
                Map.entry("REPRIEVE_DB_USER", "reprieve_audit_writer"),
                Map.entry("REPRIEVE_DB_PASSWORD", "writer"),
                Map.entry("REPRIEVE_DB_OWNER", "audit"),
                Map.entry("REPRIEVE_DB_OWNER_PASSWORD", "audit"),
                Map.entry("REPRIEVE_OIDC_URL", realm),
                Map.entry("REPRIEVE_OIDC_SECRET", "audit-service"),
                Map.entry("REPRIEVE_SIGNING_KEY", signing.toString()),
                Map.entry("REPRIEVE_WITNESS_URL", "http://127.0.0.1:" + witness.port()),
                Map.entry("REPRIEVE_WITNESS_PUBLIC_KEY", witnesses.toString()),
                Map.entry("reprieve.witness.look", "200ms"),
                Map.entry("quarkus.http.test-port", port),
                // Tests count entries: what they are refused becomes none, but for one rule that only its own test
                // breaks.
                Map.entry(
                        "reprieve.refusals.recorded-by-the-domain",
                        "unauthenticated,forbidden,account-needed,foreign-source"),
                // They also append in the name of services without an outbox.
                Map.entry("reprieve.outbox.reconcile-every", "P1D"),
                // What a service that appends has: a relay, its own token, the log's key.
                Map.entry("reprieve.audit.url", "http://localhost:" + port),
                Map.entry("reprieve.audit.public-key", pinned.toString()),
                Map.entry("quarkus.oidc-client.auth-server-url", realm),
                Map.entry("quarkus.oidc-client.client-id", "purge-service"),
                Map.entry("quarkus.oidc-client.credentials.secret", "purge-service"));
    }

    /** Whom the log's tables belong to; the service itself is not them. */
    public static DataSource owner() {
        return TestServers.postgres().dataSource("audit", "audit", "audit");
    }

    @Override
    public void stop() {
        try {
            witness.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
