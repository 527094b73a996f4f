package io.reprieve.witness;

import io.reprieve.verifier.Sha256;
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
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** A witness's own Ed25519 key, both halves. */
record WitnessKey(PrivateKey privateKey, PublicKey publicKey) {

    /**
     * @param pem PKCS#8
     * @throws IllegalArgumentException naming the file, never its content
     */
    static WitnessKey read(Path pem) throws IOException {
        String body = Files.readString(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
            return new WitnessKey(key, publicKeyOf((EdECPrivateKey) key));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new IllegalArgumentException(pem + " is no Ed25519 private key in PEM (PKCS#8)");
        }
    }

    // The JDK derives a public key only while it makes a pair; given the seed as its random bytes, it makes this one.
    private static PublicKey publicKeyOf(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow();
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("Ed25519");
        pairs.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        return pairs.generateKeyPair().getPublic();
    }

    /** First 16 hex digits of the SHA-256 of its public half (X.509). */
    String id() {
        return HexFormat.of()
                .formatHex(Sha256.digest().digest(publicKey.getEncoded()))
                .substring(0, 16);
    }

    @Override
    public String toString() {
        return "WitnessKey(hidden)";
    }
}
