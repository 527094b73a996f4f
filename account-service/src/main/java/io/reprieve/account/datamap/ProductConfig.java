package io.reprieve.account.datamap;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where the product's data is and what of it belongs to an account. The product's database is the datasource {@code product}. */
@ConfigMapping(prefix = "product")
public interface ProductConfig {
    /** {@code REPRIEVE_DATA_MAP}: path of the data map. */
    Optional<String> dataMap();

    /** {@code REPRIEVE_DIGEST_SECRET}: hex, at least 32 bytes; shared with backup-service alone. */
    Optional<String> digestSecret();

    /** The product's objects. */
    S3 s3();

    /** An S3 server and who we are there. */
    interface S3 {
        /** {@code REPRIEVE_S3_ENDPOINT}; none for AWS itself. */
        Optional<URI> endpoint();

        /** {@code REPRIEVE_S3_REGION}. */
        String region();

        /** {@code REPRIEVE_S3_ACCESS_KEY}. */
        Optional<String> accessKey();

        /** {@code REPRIEVE_S3_SECRET_KEY}. */
        Optional<String> secretKey();
    }
}
