package io.reprieve.audit.copies;

import io.reprieve.audit.log.LogDamaged;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Files of one log in the vault's bucket, under Object Lock: {@code audit-log/ORIGIN/} and what C2SP tlog-tiles says. */
final class LogVault implements AutoCloseable {
    private final S3Client s3;
    private final String bucket;
    private final String folder;
    private final Duration retention;
    private final boolean lockRequired;
    private boolean locks;

    /** @param lockRequired whether a lock that the server does not keep is an error */
    LogVault(CopiesConfig config, String origin, boolean lockRequired) {
        this.bucket = config.bucket().orElseThrow();
        this.folder = "audit-log/" + origin.replace('/', '_') + "/";
        this.retention = config.retention();
        this.lockRequired = lockRequired;
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
        this.s3 = builder.build();
    }

    /**
     * Puts a file that never changes, unless it lies there.
     *
     * @throws LogDamaged when another one lies there: what is copied is not what was copied before
     */
    void putOnce(String path, byte[] bytes) {
        // Looked at first: not every S3 server heeds the condition.
        Optional<byte[]> there = find(path);
        if (there.isEmpty()) {
            put(path, bytes, request -> request.ifNoneMatch("*"));
        } else if (!Arrays.equals(bytes, there.get())) {
            throw new LogDamaged("the vault holds another " + folder + path + " than this log");
        }
    }

    /** Puts a file in place of the one before, which stays as an older version. */
    void put(String path, byte[] bytes) {
        put(path, bytes, request -> request);
    }

    private interface Condition {
        PutObjectRequest.Builder on(PutObjectRequest.Builder request);
    }

    private void put(String path, byte[] bytes, Condition condition) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(folder + path)
                .contentType("application/octet-stream")
                .contentMD5(md5(bytes))
                .objectLockMode(ObjectLockMode.COMPLIANCE)
                .objectLockRetainUntilDate(Instant.now().plus(retention));
        String version = s3.putObject(condition.on(request).build(), RequestBody.fromBytes(bytes))
                .versionId();
        if (lockRequired && !locks) {
            requireLocked(path, version);
            locks = true;
        }
    }

    // A server that ignores the lock answers 200 all the same. Asked of the first file: a bucket locks or does not.
    private void requireLocked(String path, String version) {
        try {
            ObjectLockRetention kept = s3.getObjectRetention(
                            r -> r.bucket(bucket).key(folder + path).versionId(version))
                    .retention();
            if (kept != null && kept.retainUntilDate() != null) {
                return;
            }
        } catch (S3Exception e) {
            // 404 and 400 are how servers say that there is none
        }
        throw new IllegalStateException("the vault did not keep the lock of " + folder + path);
    }

    private Optional<byte[]> find(String path) {
        try {
            return Optional.of(s3.getObjectAsBytes(r -> r.bucket(bucket).key(folder + path))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        s3.close();
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
