package io.reprieve.backup.product;

import io.quarkus.runtime.Startup;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.objects.ScratchBucket;
import io.reprieve.backup.vault.VaultConfig;
import io.reprieve.edge.StartupRefusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where this deployment keeps objects beside the product, if it does. */
@Startup
@ApplicationScoped
public class ScratchObjects {

    private static final String BUCKET = "REPRIEVE_SCRATCH_BUCKET";

    private final Optional<ObjectStore> store;
    private final Optional<ScratchBucket> bucket;

    ScratchObjects(ScratchConfig config, DataMap product, VaultConfig vault) {
        config.bucket().ifPresent(name -> refuseOthers(name, config, product, vault));
        this.store = config.bucket()
                .map(name -> ObjectStore.connect(
                        config.endpoint().orElse(null),
                        config.region(),
                        config.accessKey().orElseThrow(),
                        config.secretKey().orElseThrow()));
        this.bucket = store.map(s3 -> new ScratchBucket(s3, config.bucket().orElseThrow()));
    }

    /** What is put here is deleted again, and so it is nobody else's bucket, wherever that lies. */
    private static void refuseOthers(String name, ScratchConfig config, DataMap product, VaultConfig vault) {
        StartupRefusal.collect()
                .present("REPRIEVE_SCRATCH_S3_ACCESS_KEY", config.accessKey())
                .present("REPRIEVE_SCRATCH_S3_SECRET_KEY", config.secretKey())
                .require(
                        product.files().filter(s3 -> s3.bucket().equals(name)).isEmpty(),
                        BUCKET,
                        "is the name of the product's bucket, in which nothing is ever deleted from here")
                .require(
                        !name.equals(vault.bucket()),
                        BUCKET,
                        "is the name of the vault's bucket, in which nothing is ever deleted from here")
                .orRefuse();
    }

    /** @return the bucket; empty where objects stay in the vault */
    public Optional<ScratchBucket> bucket() {
        return bucket;
    }

    @PreDestroy
    void close() {
        store.ifPresent(ObjectStore::close);
    }
}
