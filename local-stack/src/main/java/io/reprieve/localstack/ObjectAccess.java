package io.reprieve.localstack;

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

/** How to reach an S3 server: ours or somebody else's. */
public record ObjectAccess(String endpoint, String accessKey, String secretKey, String bucket) {

    /** A client, path-style; the caller closes it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .forcePathStyle(true)
                // older S3 servers do not know the trailing checksums the SDK would send by default
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)))
                .build();
    }

    /** Makes the bucket, versioned, where it is missing; with Object Lock switched on for a vault. */
    void createBucket(boolean locked) {
        try (S3Client client = client()) {
            boolean there = client.listBuckets().buckets().stream()
                    .anyMatch(found -> found.name().equals(bucket));
            if (there) {
                return;
            }
            try {
                client.createBucket(request -> request.bucket(bucket).objectLockEnabledForBucket(locked));
            } catch (BucketAlreadyOwnedByYouException justMade) {
                // as wished
            }
            // some servers switch lock on without versioning, which a real S3 never does
            client.putBucketVersioning(request -> request.bucket(bucket)
                    .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
    }
}
