package io.reprieve.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 public keys from X.509 PEM files. */
public final class PublicKeys {
    private PublicKeys() {}

    /** @throws IllegalArgumentException when the text holds no such key */
    public static PublicKey ed25519(String pem) {
        try {
            String body = pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", "");
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 public key in PEM", e);
        }
    }

    public static PublicKey ed25519(Path pemFile) throws IOException {
        return ed25519(Files.readString(pemFile));
    }
}
