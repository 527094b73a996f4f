package io.reprieve.backup.product;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The bucket in which objects lie beside the product; the scratch database is the named datasource {@code scratch}. */
@ConfigMapping(prefix = "reprieve.scratch")
public interface ScratchConfig {

    /** Its name; unset where objects are not restored beside. */
    Optional<String> bucket();

    /** S3 endpoint other than AWS's own. */
    Optional<URI> endpoint();

    /** Credentials that may write and delete in this bucket, and in no other. */
    Optional<String> accessKey();

    /** Secret of {@link #accessKey()}. */
    Optional<String> secretKey();

    /** Region the requests are signed for. */
    @WithDefault("us-east-1")
    String region();
}
