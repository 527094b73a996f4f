package io.reprieve.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Ed25519 keys (RFC 8032) in PEM files (RFC 7468, RFC 8410), and their key ids. */
public final class Ed25519Pem {
    private Ed25519Pem() {}

    /**
     * Reads a PKCS#8 {@code PRIVATE KEY} file.
     *
     * @throws IllegalArgumentException naming the path, never the content
     */
    public static PrivateKey privateKey(Path pem) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(body(pem, text(pem), "PRIVATE KEY")));
            if (key instanceof EdECPrivateKey) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw unreadable(pem, "an Ed25519 private key");
        }
        throw unreadable(pem, "an Ed25519 private key");
    }

    /**
     * Reads an X.509 {@code PUBLIC KEY} file.
     *
     * @throws IllegalArgumentException naming the path
     */
    public static PublicKey publicKey(Path pem) {
        return publicKey(pem, text(pem));
    }

    private static PublicKey publicKey(Path pem, String text) {
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(body(pem, text, "PUBLIC KEY")));
            if (key instanceof EdECPublicKey) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw unreadable(pem, "an Ed25519 public key");
        }
        throw unreadable(pem, "an Ed25519 public key");
    }

    /**
     * Reads a file of any number of X.509 {@code PUBLIC KEY} blocks.
     *
     * @throws IllegalArgumentException naming the path
     */
    public static List<PublicKey> publicKeys(Path pem) {
        List<PublicKey> keys = new ArrayList<>();
        String[] blocks = text(pem).split("(?<=-----END PUBLIC KEY-----)");
        for (String block : blocks) {
            if (!block.isBlank()) {
                keys.add(publicKey(pem, block));
            }
        }
        return keys;
    }

    /** First 16 hex digits of the SHA-256 of the key's SubjectPublicKeyInfo. */
    public static String kid(PublicKey key) {
        return Sha256.hex(key.getEncoded()).substring(0, 16);
    }

    /** The public half of a private key. */
    public static PublicKey publicKeyOf(PrivateKey key) {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        try {
            // The JDK derives a public key only while it makes a pair; given the seed as its random bytes, it makes
            // this one.
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("Ed25519");
            pairs.initialize(NamedParameterSpec.ED25519, new Replay(seed));
            PublicKey derived = pairs.generateKeyPair().getPublic();
            byte[] probe = {42};
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(derived);
            signature.update(probe);
            if (!signature.verify(signed)) {
                throw new IllegalStateException("this Java platform does not derive Ed25519 public keys from a seed");
            }
            return derived;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is part of Java 15 and later", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static String text(Path pem) {
        try {
            return Files.readString(pem, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unreadable(pem, "a readable file");
        }
    }

    private static byte[] body(Path pem, String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw unreadable(pem, "a PEM file with a " + label);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw unreadable(pem, "a PEM file with a " + label);
        }
    }

    private static IllegalArgumentException unreadable(Path pem, String expected) {
        return new IllegalArgumentException(pem + " is not " + expected);
    }

    private static final class Replay extends SecureRandom {
        private final transient byte[] seed;

        private Replay(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
