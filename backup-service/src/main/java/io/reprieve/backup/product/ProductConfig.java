package io.reprieve.backup.product;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The product whose accounts are backed up. Its databases are the named datasources {@code product} and {@code scratch}. */
@ConfigMapping(prefix = "reprieve.product")
public interface ProductConfig {

    /** Path of the data map. */
    String dataMap();

    /** S3 endpoint of the product's objects, other than AWS's own. */
    Optional<URI> endpoint();

    /** Credentials that may read and write the product's objects; unset when the data map declares no bucket. */
    Optional<String> accessKey();

    /** Secret of {@link #accessKey()}. */
    Optional<String> secretKey();

    /** Region the requests are signed for. */
    @WithDefault("us-east-1")
    String region();

    /** How many connections one export reads by, at most; more than one needs a pool with some to spare. */
    @WithDefault("2")
    int connections();
}
