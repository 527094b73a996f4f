package io.reprieve.account.datamap;

import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.Startup;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.DataMapException;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.edge.StartupRefusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** The product whose accounts these are, through the data map: the one place that holds its delete right. */
@Startup
@ApplicationScoped
public class Product {
    private static final int SECRET_DIGITS = 64;

    private final DataMap dataMap;
    private final ObjectStore files;
    private final AccountEngine engine;
    private final byte[] digestSecret;

    Product(ProductConfig config, @DataSource("product") javax.sql.DataSource database) {
        StartupRefusal.collect()
                .file("REPRIEVE_DATA_MAP", config.dataMap())
                .require(
                        config.digestSecret()
                                .filter(secret ->
                                        secret.matches("([0-9a-fA-F]{2})+") && secret.length() >= SECRET_DIGITS)
                                .isPresent(),
                        "REPRIEVE_DIGEST_SECRET",
                        "is not at least 32 bytes in hex")
                .orRefuse();
        this.dataMap = read(config.dataMap().orElseThrow());
        this.digestSecret = HexFormat.of().parseHex(config.digestSecret().orElseThrow());
        this.files = dataMap.files().isPresent() ? connect(config.s3()) : null;
        this.engine = AccountEngine.of(dataMap, database, Optional.ofNullable(files));
    }

    private static DataMap read(String path) {
        try {
            return DataMap.read(Path.of(path));
        } catch (DataMapException e) {
            StartupRefusal.collect()
                    .require(false, "REPRIEVE_DATA_MAP", "is not a data map: " + e.getMessage())
                    .orRefuse();
            throw e;
        }
    }

    private static ObjectStore connect(ProductConfig.S3 config) {
        StartupRefusal.collect()
                .present("REPRIEVE_S3_ACCESS_KEY", config.accessKey())
                .present("REPRIEVE_S3_SECRET_KEY", config.secretKey())
                .orRefuse();
        return ObjectStore.connect(
                config.endpoint().orElse(null),
                config.region(),
                config.accessKey().orElseThrow(),
                config.secretKey().orElseThrow());
    }

    public DataMap dataMap() {
        return dataMap;
    }

    public AccountEngine engine() {
        return engine;
    }

    /** The secret key of one account's digests. */
    public DigestKey digestKey(String accountId) {
        return DigestKey.derive(digestSecret, accountId);
    }

    @PreDestroy
    void close() {
        if (files != null) {
            files.close();
        }
    }
}
