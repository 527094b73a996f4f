package io.reprieve.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of this platform. */
public final class Sha256 {
    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
