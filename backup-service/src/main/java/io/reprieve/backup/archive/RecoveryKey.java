package io.reprieve.backup.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * The offline recovery key's public half. Its private half lies in a safe; with it, {@code openssl} and this project's archive
 * format, a backup opens without any of these services.
 */
public final class RecoveryKey {

    private static final int SHORTEST_MODULUS = 3072;
    // SHA-256 for both hash and mask: the JDK's "OAEPWithSHA-256AndMGF1Padding" alone means MGF1 with SHA-1.
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private static final String HOLDER = "recovery";

    private final RSAPublicKey key;
    private final String keyId;

    private RecoveryKey(RSAPublicKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /**
     * @param pem an X.509 public key, RSA of 3072 bits or more
     * @return the key
     * @throws IllegalArgumentException when it is something else
     */
    public static RecoveryKey read(Path pem) {
        try {
            String body =
                    Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            byte[] spki = Base64.getDecoder().decode(body);
            if (!(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki))
                            instanceof RSAPublicKey rsa)
                    || rsa.getModulus().bitLength() < SHORTEST_MODULUS) {
                throw new IllegalArgumentException(pem + ": the recovery key must be RSA of 3072 bits or more");
            }
            byte[] id = MessageDigest.getInstance("SHA-256").digest(spki);
            return new RecoveryKey(rsa, HexFormat.of().formatHex(id, 0, 8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(pem + " is not a public key in X.509 PEM", e);
        }
    }

    /**
     * @param wrapped a data key
     * @return whether it is wrapped for this key
     */
    public boolean holds(WrappedKey wrapped) {
        return HOLDER.equals(wrapped.holder()) && keyId.equals(wrapped.keyId());
    }

    /**
     * @param dataKey what to wrap
     * @return the key under RSA-OAEP with SHA-256 (RFC 8017), as {@code openssl pkeyutl -decrypt} takes it
     */
    public WrappedKey wrap(DataKey dataKey) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, OAEP);
            String wrapped = Base64.getEncoder().encodeToString(cipher.doFinal(dataKey.bytes()));
            return new WrappedKey(HOLDER, keyId, "RSA-OAEP-SHA256", null, wrapped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA-OAEP is not to be had", e);
        }
    }
}
