package io.reprieve.backup.product;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.Startup;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.edge.StartupRefusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import java.util.Optional;

/** The engine on this deployment's product and scratch database. */
@Startup
@ApplicationScoped
public class ProductAccess {

    private final DataMap map;
    private final Optional<ObjectStore> files;
    private final AccountEngine engine;
    private final ScratchDatabase scratch;

    ProductAccess(
            ProductConfig config,
            @DataSource("product") AgroalDataSource product,
            @DataSource("scratch") AgroalDataSource scratch) {
        StartupRefusal.collect()
                .file("REPRIEVE_DATA_MAP", Optional.of(config.dataMap()))
                .orRefuse();
        this.map = DataMap.read(Path.of(config.dataMap()));
        if (map.files().isPresent()) {
            StartupRefusal.collect()
                    .present("REPRIEVE_S3_ACCESS_KEY", config.accessKey())
                    .present("REPRIEVE_S3_SECRET_KEY", config.secretKey())
                    .orRefuse();
        }
        this.files = map.files()
                .map(s3 -> ObjectStore.connect(
                        config.endpoint().orElse(null),
                        config.region(),
                        config.accessKey().orElseThrow(),
                        config.secretKey().orElseThrow()));
        this.engine = AccountEngine.of(map, product, files, config.connections());
        this.scratch = new ScratchDatabase(scratch);
    }

    @Produces
    AccountEngine engine() {
        return engine;
    }

    @Produces
    ScratchDatabase scratch() {
        return scratch;
    }

    @Produces
    DataMap dataMap() {
        return map;
    }

    @PreDestroy
    void close() {
        files.ifPresent(ObjectStore::close);
    }
}
