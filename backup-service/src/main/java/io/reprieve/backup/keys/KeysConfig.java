package io.reprieve.backup.keys;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The keys of this service, all named by path but one. */
@ConfigMapping(prefix = "reprieve.keys")
public interface KeysConfig {

    /** Ed25519 private key, PKCS#8 PEM: signs manifests and receipts. */
    Optional<String> signing();

    /** Public halves of the keys that signed before {@link #signing()}, X.509 PEM blocks in one file: archives stay signed by them. */
    Optional<String> former();

    /** Key-encryption keys, JSON. */
    Optional<String> keyset();

    /** The offline recovery key's public half, X.509 PEM, RSA of 3072 bits or more. */
    Optional<String> recovery();

    /** What accounts' digest keys are derived from, hex, at least 32 bytes; the same as account-service's. */
    Optional<String> digestSecret();
}
