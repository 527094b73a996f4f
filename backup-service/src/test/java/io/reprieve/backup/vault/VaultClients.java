package io.reprieve.backup.vault;

import io.reprieve.localservers.S3Server;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** The client that the service itself would make, for a local server. */
final class VaultClients {

    private VaultClients() {}

    static S3Client client(S3Server server) {
        return client(server.endpoint(), server.accessKey(), server.secretKey());
    }

    static S3Client client(String endpoint, String accessKey, String secretKey) {
        return VaultOpening.client(config(endpoint, accessKey, secretKey, "vault"));
    }

    static VaultConfig config(S3Server server, String bucket) {
        return config(server.endpoint(), server.accessKey(), server.secretKey(), bucket);
    }

    private static VaultConfig config(String endpoint, String accessKey, String secretKey, String bucket) {
        return new SmallRyeConfigBuilder()
                .withMapping(VaultConfig.class)
                .withDefaultValues(Map.of(
                        "reprieve.vault.endpoint", endpoint,
                        "reprieve.vault.access-key", accessKey,
                        "reprieve.vault.secret-key", secretKey,
                        "reprieve.vault.bucket", bucket))
                .build()
                .getConfigMapping(VaultConfig.class);
    }
}
