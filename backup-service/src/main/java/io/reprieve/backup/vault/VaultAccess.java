package io.reprieve.backup.vault;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.edge.ProfileNow;
import io.reprieve.edge.StartupRefusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens the vault at start-up, and refuses the start when it does not lock (outside the local profile). */
@Startup
@ApplicationScoped
public class VaultAccess {

    private static final Logger LOG = Logger.getLogger(VaultAccess.class);

    private final VaultConfig config;
    private final S3Client s3;
    private final Vault vault;
    private final LockState lock;

    VaultAccess(VaultConfig config, DatabaseTime time, MeterRegistry metrics) {
        this.config = config;
        StartupRefusal.collect()
                .present("REPRIEVE_VAULT_S3_ACCESS_KEY", config.accessKey())
                .present("REPRIEVE_VAULT_S3_SECRET_KEY", config.secretKey())
                .atLeastOneDay("REPRIEVE_RETENTION", config.retention())
                .require(
                        config.retention().plus(config.margin()).compareTo(Vault.LONGEST_LOCK) <= 0,
                        "REPRIEVE_RETENTION",
                        "is longer than the longest lock, " + Vault.LONGEST_LOCK.toDays() + " days")
                .orRefuse();
        boolean lax = ProfileNow.isLocalOrTest();
        this.s3 = client(config);
        this.vault = new Vault(s3, config.bucket(), !lax);
        VaultBucket bucket = new VaultBucket(s3, config.bucket());
        try {
            if (lax) {
                bucket.makeIfAbsent();
            } else {
                bucket.require();
            }
            this.lock = vault.probe(time.now(), config.firstLock());
        } catch (SdkException e) {
            throw new VaultRefusal(
                    "The vault does not answer (REPRIEVE_VAULT_S3_ENDPOINT, REPRIEVE_VAULT_BUCKET): " + e.getMessage());
        }
        StartupRefusal.collect()
                .requireOutsideLocal(lock.enforced(), "REPRIEVE_VAULT_BUCKET", "does not lock: " + lock.detail())
                .orRefuse();
        if (lock.enforced()) {
            LOG.infof("Vault: %s", lock.detail());
        } else {
            LOG.warnf("LOCK NOT ENFORCED: %s. Whoever may delete there can destroy every backup.", lock.detail());
        }
        metrics.gauge("reprieve_vault_lock_enforced", lock, l -> l.enforced() ? 1 : 0);
    }

    static S3Client client(VaultConfig config) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        config.accessKey().orElseThrow(), config.secretKey().orElseThrow())))
                .forcePathStyle(true)
                // Every S3 server checks Content-MD5; the SDK's own CRC trailers are refused by older ones.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    @Produces
    Vault vault() {
        return vault;
    }

    /** @return what the probe at start-up found */
    public LockState lock() {
        return lock;
    }

    /**
     * @param now present time, as the database tells it
     * @return a place for one attempt's parts, under the first lock
     */
    public VaultParts parts(Instant now) {
        return new VaultParts(vault, now, now.plus(config.firstLock()));
    }

    @PreDestroy
    void close() {
        s3.close();
    }
}
