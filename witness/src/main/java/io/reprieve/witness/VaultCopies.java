package io.reprieve.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Copies in the vault's bucket, under Object Lock, as {@code audit-checkpoints/ORIGIN/KEY-ID/SIZE}, by the id of the witness's
 * key: sizes are padded, so that the last name is the largest log.
 */
final class VaultCopies implements Copies {
    private final S3Client s3;
    private final VaultSettings settings;
    private final String folder;
    private final Clock clock;

    VaultCopies(VaultSettings settings, String origin, WitnessKey key, Clock clock) {
        this.settings = settings;
        // By the key, too: another witness remembers for itself.
        this.folder = "audit-checkpoints/" + origin.replace('/', '_') + "/" + key.id() + "/";
        this.clock = clock;
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of("us-east-1"))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .forcePathStyle(true)
                // Every S3 server checks Content-MD5; the SDK's own CRC trailers are refused by older ones.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(20)));
        settings.endpoint().ifPresent(builder::endpointOverride);
        this.s3 = builder.build();
    }

    @Override
    public void put(long size, String note) throws IOException {
        byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
        Instant until = clock.instant().plus(settings.retention());
        try {
            String version = s3.putObject(
                            r -> r.bucket(settings.bucket())
                                    .key(key(size))
                                    .contentType("text/plain; charset=utf-8")
                                    .contentMD5(md5(bytes))
                                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                                    .objectLockRetainUntilDate(until),
                            RequestBody.fromBytes(bytes))
                    .versionId();
            if (settings.lockRequired()) {
                requireLocked(key(size), version);
            }
        } catch (SdkException e) {
            throw new IOException("the vault did not take " + key(size) + ": " + e.getMessage(), e);
        }
    }

    // A server that ignores the lock answers 200 all the same.
    private void requireLocked(String key, String version) throws IOException {
        try {
            ObjectLockRetention kept = s3.getObjectRetention(
                            r -> r.bucket(settings.bucket()).key(key).versionId(version))
                    .retention();
            if (kept != null && kept.retainUntilDate() != null) {
                return;
            }
        } catch (S3Exception e) {
            // 404 and 400 are how servers say that there is none
        }
        throw new IOException("the vault did not keep the lock of " + key);
    }

    @Override
    public Optional<String> larger(long size) throws IOException {
        try {
            return s3
                    .listObjectsV2(r -> r.bucket(settings.bucket())
                            .prefix(folder)
                            .startAfter(key(size))
                            .maxKeys(1))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .findFirst();
        } catch (SdkException e) {
            throw new IOException("the vault does not tell which checkpoints it holds: " + e.getMessage(), e);
        }
    }

    private String key(long size) {
        return folder + String.format("%019d", size);
    }

    private static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
