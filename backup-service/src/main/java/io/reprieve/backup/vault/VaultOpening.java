package io.reprieve.backup.vault;

import io.reprieve.edge.StartupRefusal;
import java.time.Duration;
import java.time.Instant;
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

/** Which vault a configuration means, and whether it may be used. */
final class VaultOpening {

    private VaultOpening() {}

    static void refuseUnsafe(VaultConfig config) {
        StartupRefusal refusal = StartupRefusal.collect();
        if (config.directory().isEmpty()) {
            refusal.present("REPRIEVE_VAULT_S3_ACCESS_KEY", config.accessKey())
                    .present("REPRIEVE_VAULT_S3_SECRET_KEY", config.secretKey());
        } else {
            refusal.require(
                    config.endpoint().isEmpty(),
                    "REPRIEVE_VAULT_DIRECTORY",
                    "is set, and REPRIEVE_VAULT_S3_ENDPOINT as well: a vault is one or the other");
        }
        retention(refusal, "REPRIEVE_RETENTION", config.retention(), config.margin());
        retention(refusal, "REPRIEVE_RETENTION_NIGHTLY", config.nightlyRetention(), Duration.ZERO);
        retention(refusal, "REPRIEVE_RETENTION_ON_DEMAND", config.onDemandRetention(), Duration.ZERO);
        refusal.orRefuse();
    }

    private static void retention(StartupRefusal refusal, String variable, Duration retention, Duration margin) {
        refusal.atLeastOneDay(variable, retention)
                .require(
                        retention.plus(margin).compareTo(Vault.LONGEST_LOCK) <= 0,
                        variable,
                        "is longer than the longest lock, " + Vault.LONGEST_LOCK.toDays() + " days");
    }

    /**
     * @param lax whether a bucket is made where it is absent, and a lock that is not kept only reported
     * @return the vault
     * @throws VaultRefusal when its bucket is not under Object Lock
     */
    static Vault open(VaultConfig config, boolean lax) {
        if (config.directory().isPresent()) {
            return new DirectoryVault(config.directory().get());
        }
        S3Client s3 = client(config);
        VaultBucket bucket = new VaultBucket(s3, config.bucket());
        try {
            if (lax) {
                bucket.makeIfAbsent();
            } else {
                bucket.require();
            }
            return new S3Vault(s3, config.bucket(), !lax);
        } catch (SdkException e) {
            throw silent(e);
        }
    }

    /**
     * Finds out whether it locks.
     *
     * @throws VaultRefusal when it is a bucket that does not and {@code lax} is false; a directory never locks, and is used as it is
     */
    static LockState probed(Vault vault, VaultConfig config, boolean lax, Instant now) {
        try {
            LockState lock = vault.probe(now, config.firstLock());
            if (!lock.enforced() && !lax && config.directory().isEmpty()) {
                throw new VaultRefusal("REPRIEVE_VAULT_BUCKET does not lock: " + lock.detail());
            }
            return lock;
        } catch (SdkException e) {
            throw silent(e);
        }
    }

    private static VaultRefusal silent(SdkException e) {
        return new VaultRefusal(
                "The vault does not answer (REPRIEVE_VAULT_S3_ENDPOINT, REPRIEVE_VAULT_BUCKET): " + e.getMessage());
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
}
