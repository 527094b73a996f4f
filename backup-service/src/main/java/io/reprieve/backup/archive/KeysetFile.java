package io.reprieve.backup.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key-encryption keys in a JSON file: {@code {"primary":"kek-2","keys":[{"id":"kek-1","key":"<base64, 32 bytes>"},…]}}. New data keys
 * are wrapped by the primary; the others stay for as long as archives name them. After a keyset was lost,
 * {@code "recovered":{"<backup id>/<attempt>":"<base64, 32 bytes>",…}} holds data keys that the recovery key unwrapped.
 */
public final class KeysetFile implements KeyEncryption {

    static final String HOLDER = "keyset";
    private static final String ALGORITHM = "A256GCM";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String primary;
    private final Map<String, SecretKeySpec> keys;
    private final Map<String, DataKey> recovered;
    private final SecureRandom random;

    private KeysetFile(
            String primary, Map<String, SecretKeySpec> keys, Map<String, DataKey> recovered, SecureRandom random) {
        this.primary = primary;
        this.keys = keys;
        this.recovered = recovered;
        this.random = random;
    }

    /**
     * @param file the keyset
     * @param random where nonces come from
     * @return the keys in it
     * @throws IllegalArgumentException when the file is no keyset; says what is wrong, never what is in it
     */
    public static KeysetFile read(Path file, SecureRandom random) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
            for (JsonNode entry : root.path("keys")) {
                byte[] key = Base64.getDecoder().decode(entry.path("key").asText());
                if (key.length != DataKey.BYTES) {
                    throw new IllegalArgumentException(
                            file + ": key " + entry.path("id").asText() + " has " + key.length + " bytes, not 32");
                }
                keys.put(entry.path("id").asText(), new SecretKeySpec(key, "AES"));
            }
            String primary = root.path("primary").asText();
            if (!keys.containsKey(primary)) {
                throw new IllegalArgumentException(file + ": the primary key is not among the keys");
            }
            Map<String, DataKey> recovered = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : root.path("recovered").properties()) {
                recovered.put(
                        entry.getKey(),
                        DataKey.of(Base64.getDecoder().decode(entry.getValue().asText())));
            }
            return new KeysetFile(primary, keys, recovered, random);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public WrappedKey wrap(DataKey key, String archive) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] wrapped = cipher(Cipher.ENCRYPT_MODE, keys.get(primary), nonce, archive)
                    .doFinal(key.bytes());
            Base64.Encoder base64 = Base64.getEncoder();
            return new WrappedKey(
                    HOLDER, primary, ALGORITHM, base64.encodeToString(nonce), base64.encodeToString(wrapped));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    @Override
    public boolean holds(WrappedKey wrapped) {
        return HOLDER.equals(wrapped.holder()) && keys.containsKey(wrapped.keyId());
    }

    @Override
    public Optional<DataKey> unwrap(WrappedKey wrapped, String archive) {
        if (recovered.containsKey(archive)) {
            return Optional.of(recovered.get(archive));
        }
        SecretKeySpec kek = keys.get(wrapped.keyId());
        if (kek == null || !HOLDER.equals(wrapped.holder()) || !ALGORITHM.equals(wrapped.algorithm())) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, kek, base64.decode(wrapped.nonce()), archive);
            return Optional.of(DataKey.of(cipher.doFinal(base64.decode(wrapped.ciphertext()))));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec kek, byte[] nonce, String archive)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, kek, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("reprieve-key/1 " + archive).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
