package io.reprieve.localservers;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** An S3 server on loopback, spoken to path-style in region {@code us-east-1}. */
public sealed interface S3Server extends AutoCloseable permits LocalS3, LocalRadosgw {
    /** {@code http://127.0.0.1:<port>}. */
    String endpoint();

    String accessKey();

    String secretKey();

    /** Whether it refuses to delete a locked version or to shorten its lock. */
    boolean enforcesObjectLock();

    long pid();

    @Override
    void close();

    /** A client with this server's credentials; the caller closes it. */
    default S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey(), secretKey())))
                .forcePathStyle(true)
                // older S3 servers do not know the trailing checksums the SDK would send by default
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)))
                .build();
    }

    /** Makes a versioned bucket; does nothing where it exists. */
    default void createVersionedBucket(String name) {
        createBucket(name, false);
    }

    /** Makes a versioned bucket with Object Lock switched on (no default retention); does nothing where it exists. */
    default void createLockedBucket(String name) {
        createBucket(name, true);
    }

    private void createBucket(String name, boolean locked) {
        try (S3Client client = client()) {
            try {
                client.createBucket(request -> request.bucket(name).objectLockEnabledForBucket(locked));
            } catch (BucketAlreadyOwnedByYouException there) {
                // as wished
            }
            // some servers switch lock on without versioning, which a real S3 never does
            client.putBucketVersioning(request -> request.bucket(name)
                    .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
    }
}
