package io.reprieve.backup.archive;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A data key as it lies in the manifest, wrapped for one holder.
 *
 * @param holder {@code keyset} (the service's key-encryption keys) or {@code recovery} (the offline key pair)
 * @param keyId which of the holder's keys unwraps it
 * @param algorithm {@code A256GCM} or {@code RSA-OAEP-SHA256}
 * @param nonce base64; A256GCM only
 * @param ciphertext base64
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WrappedKey(String holder, String keyId, String algorithm, String nonce, String ciphertext) {}
