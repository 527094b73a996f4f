package io.reprieve.verifier.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** Somebody for whom data keys are wrapped. */
public sealed interface KeyHolder {

    /** @return the data key of an archive */
    byte[] unwrap(JsonNode keys, String archive) throws NotProved;

    /**
     * The offline recovery key.
     *
     * @param pem its private half, PKCS#8
     * @throws IllegalArgumentException when it is something else
     */
    static KeyHolder recovery(Path pem) throws IOException {
        String text = Files.readString(pem);
        if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IllegalArgumentException(pem + " is no PKCS#8 private key in PEM without a password;"
                    + " openssl pkcs8 -topk8 -nocrypt makes one of others");
        }
        try {
            String body = text.replaceAll("-----[A-Z ]+-----", "");
            return new Recovery(KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(pem + " is no RSA private key");
        }
    }

    /**
     * The service's keyset.
     *
     * @param json the file the service reads
     * @throws IllegalArgumentException when it is something else
     */
    static KeyHolder keyset(Path json) throws IOException {
        Map<String, SecretKeySpec> keys = new TreeMap<>();
        try {
            for (JsonNode key : Json.MAPPER.readTree(Files.readAllBytes(json)).path("keys")) {
                byte[] bytes = Base64.getDecoder().decode(key.path("key").asText());
                keys.put(key.path("id").asText(), new SecretKeySpec(bytes, "AES"));
            }
        } catch (com.fasterxml.jackson.core.JacksonException | IllegalArgumentException e) {
            // Without the cause: it would quote the file.
            throw new IllegalArgumentException(json + " is no keyset");
        }
        return new Keyset(keys);
    }

    /** @param key RSA */
    record Recovery(PrivateKey key) implements KeyHolder {
        @Override
        public byte[] unwrap(JsonNode keys, String archive) throws NotProved {
            for (JsonNode wrapped : keys) {
                if (is(wrapped, "recovery", "RSA-OAEP-SHA256")) {
                    try {
                        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                        cipher.init(
                                Cipher.DECRYPT_MODE,
                                key,
                                new OAEPParameterSpec(
                                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
                        return cipher.doFinal(bytes(wrapped, "ciphertext"));
                    } catch (GeneralSecurityException e) {
                        throw new NotProved("this recovery key does not unwrap the data key, which was wrapped for "
                                + wrapped.path("keyId").asText());
                    }
                }
            }
            throw new NotProved("the data key is not wrapped for a recovery key");
        }

        @Override
        public String toString() {
            return "Recovery(hidden)";
        }
    }

    /** @param keys by id */
    record Keyset(Map<String, SecretKeySpec> keys) implements KeyHolder {
        @Override
        public byte[] unwrap(JsonNode wrappedKeys, String archive) throws NotProved {
            for (JsonNode wrapped : wrappedKeys) {
                SecretKeySpec key = keys.get(wrapped.path("keyId").asText());
                if (key != null && is(wrapped, "keyset", "A256GCM")) {
                    try {
                        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, bytes(wrapped, "nonce")));
                        cipher.updateAAD(("reprieve-key/1 " + archive).getBytes(StandardCharsets.UTF_8));
                        return cipher.doFinal(bytes(wrapped, "ciphertext"));
                    } catch (GeneralSecurityException e) {
                        throw new NotProved("the keyset's "
                                + wrapped.path("keyId").asText() + " does not unwrap the data key of " + archive);
                    }
                }
            }
            throw new NotProved("no key of this keyset is among those the data key is wrapped for");
        }

        @Override
        public String toString() {
            return "Keyset" + keys.keySet();
        }
    }

    private static boolean is(JsonNode wrapped, String holder, String algorithm) {
        return holder.equals(wrapped.path("holder").asText())
                && algorithm.equals(wrapped.path("algorithm").asText());
    }

    private static byte[] bytes(JsonNode wrapped, String field) throws NotProved {
        try {
            return Base64.getDecoder().decode(wrapped.path(field).asText());
        } catch (IllegalArgumentException e) {
            throw new NotProved("a wrapped key's " + field + " is not base64");
        }
    }
}
