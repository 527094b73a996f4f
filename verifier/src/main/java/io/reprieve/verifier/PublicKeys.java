package io.reprieve.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

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

    /**
     * @param pemFile one key or several, one block after the other: the present one and those before it
     * @throws IllegalArgumentException when it holds none
     */
    public static List<PublicKey> allEd25519(Path pemFile) throws IOException {
        List<PublicKey> keys = Arrays.stream(Files.readString(pemFile).split("(?<=-----END PUBLIC KEY-----)"))
                .filter(block -> !block.isBlank())
                .map(PublicKeys::ed25519)
                .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("not an Ed25519 public key in PEM");
        }
        return keys;
    }
}
