package io.reprieve.accountdata.objects;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A connection to an S3 server. */
public final class ObjectStore implements AutoCloseable {

    private final S3Client s3;

    private ObjectStore(S3Client s3) {
        this.s3 = s3;
    }

    /**
     * Connects, path style.
     *
     * @param endpoint the server; null for AWS itself
     * @param region such as {@code us-east-1}
     * @param accessKey the access key id
     * @param secretKey its secret
     */
    public static ObjectStore connect(URI endpoint, String region, String accessKey, String secretKey) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(region))
                .forcePathStyle(true)
                // Chunked signing leaves its "aws-chunked" among the Content-Encoding that some stores keep.
                .serviceConfiguration(config -> config.chunkedEncodingEnabled(false))
                // Servers older than the SDK's CRC trailers answer 400 to them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(config -> config.addExecutionInterceptor(new ListingOrder()))
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return new ObjectStore(builder.build());
    }

    S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        s3.close();
    }
}
