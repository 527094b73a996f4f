package io.reprieve.accountdata.digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret key of one account's digests. An unkeyed sum of row hashes could be forged by whoever writes rows (Clarke et
 * al., <i>Incremental Multiset Hash Functions</i>, ASIACRYPT 2003), so each account has its own key.
 */
public final class DigestKey {

    private static final int MINIMUM_SECRET = 32;

    private final byte[] key;

    private DigestKey(byte[] key) {
        this.key = key;
    }

    /**
     * HMAC-SHA-256(secret, "reprieve/digest/v1\0" + accountId).
     *
     * @param secret at least 32 bytes, known to account-service and backup-service alone
     * @param accountId the registry's id, {@code acc_…}
     */
    public static DigestKey derive(byte[] secret, String accountId) {
        if (secret.length < MINIMUM_SECRET) {
            throw new IllegalArgumentException("the digest secret needs at least " + MINIMUM_SECRET + " bytes");
        }
        byte[] label = ("reprieve/digest/v1\0" + accountId).getBytes(StandardCharsets.UTF_8);
        return new DigestKey(Digests.hmac(secret).doFinal(label));
    }

    /** HMAC-SHA-256 under this key, of texts that begin with these bytes. */
    KeyedHash beginning(byte[] bytes) {
        return new KeyedHash(key, bytes);
    }

    /** AES under a key of its own for each purpose: without that key nobody tells it from a random permutation of blocks. */
    public Cipher permutation(String purpose) {
        byte[] derived = Digests.hmac(key).doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, "AES"));
            return aes;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    @Override
    public String toString() {
        return "DigestKey";
    }
}
