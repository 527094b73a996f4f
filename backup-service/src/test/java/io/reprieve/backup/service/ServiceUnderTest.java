package io.reprieve.backup.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.cabinet.Size;
import io.reprieve.localservers.LocalKeycloak;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.LocalS3;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;

/** backup-service beside a small Cabinet, on real PostgreSQL, Keycloak and S3; account-service is stood in for. */
public final class ServiceUnderTest implements QuarkusTestResourceLifecycleManager {

    /** Where objects lie beside the product. */
    public static final String SCRATCH_BUCKET = "backup-it-scratch";

    private static final String PRODUCT = "backup_it_product";
    private static final Map<String, String> SETTINGS = new HashMap<>();
    private static Path keys;
    private AccountServiceStandIn accounts;

    @Override
    public Map<String, String> start() {
        try {
            return started();
        } catch (SQLException | IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> started() throws SQLException, IOException, GeneralSecurityException {
        TestServers.start(List.of(TestServers::postgres, TestServers::s3, TestServers::keycloak));
        LocalPostgres postgres = TestServers.postgres();
        LocalS3 s3 = TestServers.s3();
        LocalKeycloak keycloak = TestServers.keycloak();
        accounts = new AccountServiceStandIn();
        keys = Files.createDirectories(TestServers.folder());
        for (String database : new String[] {"backup_it", "backup_it_scratch", PRODUCT}) {
            postgres.createDatabase(database, database, database);
        }
        s3.createVersionedBucket(Cabinet.BUCKET);
        s3.createVersionedBucket(SCRATCH_BUCKET);
        Cabinet.install(product());
        try (S3Client files = s3.client()) {
            Cabinet.generate(
                    product(), Optional.of(files), Cabinet.BUCKET, Size.small().withAccounts(14));
        }
        Path map = Files.writeString(keys.resolve("data-map.yaml"), Cabinet.dataMapYaml());
        ProductSetup.apply(
                product(),
                DataMap.read(map),
                new ProductSetup.Login("reprieve_eraser", "reprieve_eraser"),
                new ProductSetup.Login("reprieve_restorer", "reprieve_restorer"));

        Map<String, String> settings = new HashMap<>();
        settings.put("REPRIEVE_DB_URL", postgres.jdbcUrl("backup_it"));
        settings.put("REPRIEVE_DB_USER", "backup_it");
        settings.put("REPRIEVE_DB_PASSWORD", "backup_it");
        settings.put("REPRIEVE_SCRATCH_DB_URL", postgres.jdbcUrl("backup_it_scratch"));
        settings.put("REPRIEVE_SCRATCH_DB_USER", "backup_it_scratch");
        settings.put("REPRIEVE_SCRATCH_DB_PASSWORD", "backup_it_scratch");
        settings.put("REPRIEVE_APP_DB_URL", postgres.jdbcUrl(PRODUCT));
        settings.put("REPRIEVE_DATA_MAP", map.toString());
        settings.put("REPRIEVE_S3_ENDPOINT", s3.endpoint());
        settings.put("REPRIEVE_S3_ACCESS_KEY", s3.accessKey());
        settings.put("REPRIEVE_S3_SECRET_KEY", s3.secretKey());
        settings.put("REPRIEVE_SCRATCH_BUCKET", SCRATCH_BUCKET);
        settings.put("REPRIEVE_SCRATCH_S3_ENDPOINT", s3.endpoint());
        settings.put("REPRIEVE_SCRATCH_S3_ACCESS_KEY", s3.accessKey());
        settings.put("REPRIEVE_SCRATCH_S3_SECRET_KEY", s3.secretKey());
        settings.put("REPRIEVE_VAULT_S3_ENDPOINT", s3.endpoint());
        settings.put("REPRIEVE_VAULT_S3_ACCESS_KEY", s3.accessKey());
        settings.put("REPRIEVE_VAULT_S3_SECRET_KEY", s3.secretKey());
        settings.put("REPRIEVE_VAULT_BUCKET", "backup-it-vault");
        settings.put("REPRIEVE_ACCOUNT_URL", accounts.url());
        settings.put("REPRIEVE_OIDC_URL", keycloak.realmUrl());
        settings.put("REPRIEVE_NIGHTLY_AT", "-");
        settings.put("REPRIEVE_DRILLS_AT", "-");
        settings.put("REPRIEVE_DRILLS_SPREAD", "PT0S");
        settings.put("REPRIEVE_NIGHTLY_SPREAD", "PT0S");
        settings.put("REPRIEVE_RETENTION_NIGHTLY", "P40D");
        settings.put("REPRIEVE_DIGEST_SECRET", "5e".repeat(32));
        settings.put("reprieve.outbox.relay", "false");
        settings.put("reprieve.work.heartbeat", "PT1S");
        settings.put("reprieve.work.polling", "PT0.1S");
        writeKeys(settings);
        SETTINGS.putAll(settings);
        return settings;
    }

    private static void writeKeys(Map<String, String> settings) throws IOException, GeneralSecurityException {
        KeyPair signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(3072);
        KeyPair recovery = rsa.generateKeyPair();
        pem("recovery.key", "PRIVATE KEY", recovery.getPrivate().getEncoded());
        pem("backup.pub", "PUBLIC KEY", signing.getPublic().getEncoded());
        settings.put(
                "REPRIEVE_SIGNING_KEY",
                pem("backup.key", "PRIVATE KEY", signing.getPrivate().getEncoded()));
        settings.put(
                "REPRIEVE_RECOVERY_PUBLIC_KEY",
                pem("recovery.pub", "PUBLIC KEY", recovery.getPublic().getEncoded()));
        String kek = Base64.getEncoder().encodeToString(new byte[32]);
        settings.put(
                "REPRIEVE_KEYSET",
                Files.writeString(
                                keys.resolve("keyset.json"),
                                "{\"primary\":\"kek-1\",\"keys\":[{\"id\":\"kek-1\",\"key\":\"" + kek + "\"}]}")
                        .toString());
    }

    private static String pem(String name, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                        keys.resolve(name),
                        "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .toString();
    }

    @Override
    public void stop() {
        if (accounts != null) {
            accounts.stop();
        }
    }

    /** @return what the service is set to, for another replica beside it */
    public static Map<String, String> settings() {
        return Map.copyOf(SETTINGS);
    }

    /** @return the product's database, as its administrator */
    public static DataSource product() {
        return TestServers.postgres().adminDataSource(PRODUCT);
    }

    /** @return the scratch database, as its administrator */
    public static DataSource scratch() {
        return TestServers.postgres().adminDataSource("backup_it_scratch");
    }

    /** @return the service's own database, as its administrator */
    public static DataSource own() {
        return TestServers.postgres().adminDataSource("backup_it");
    }

    /** @return the public half of the service's signing key */
    public static Path publicKey() {
        return keys.resolve("backup.pub");
    }

    /** @return the private half of the offline recovery key */
    public static Path recoveryKey() {
        return keys.resolve("recovery.key");
    }
}
