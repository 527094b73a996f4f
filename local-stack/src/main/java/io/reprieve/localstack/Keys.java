package io.reprieve.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The suite's keys and secrets, made once per home and readable by its owner alone. */
final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Home home;

    private Keys(Home home) {
        this.home = home;
    }

    /** Makes whatever is missing. */
    static Keys in(Home home) {
        Keys keys = new Keys(home);
        keys.pair("purge", "Ed25519", 0);
        keys.pair("backup", "Ed25519", 0);
        keys.pair("audit", "Ed25519", 0);
        keys.pair("witness", "Ed25519", 0);
        keys.pair("recovery", "RSA", 3072);
        keys.text("digest-secret", () -> HexFormat.of().formatHex(random(32)));
        keys.text("webhook-secret", () -> HexFormat.of().formatHex(random(32)));
        keys.text("eraser-password", () -> HexFormat.of().formatHex(random(24)));
        keys.text("restorer-password", () -> HexFormat.of().formatHex(random(24)));
        keys.text(
                "keyset.json",
                () -> "{\"primary\":\"kek-1\",\"keys\":[{\"id\":\"kek-1\",\"key\":\""
                        + Base64.getEncoder().encodeToString(random(32)) + "\"}]}");
        return keys;
    }

    /** PKCS#8 PEM. */
    Path privateKey(String name) {
        return home.keys().resolve(name + "-private.pem");
    }

    /** X.509 PEM. */
    Path publicKey(String name) {
        return home.keys().resolve(name + "-public.pem");
    }

    Path keyset() {
        return home.keys().resolve("keyset.json");
    }

    String secret(String name) {
        try {
            return Files.readString(home.keys().resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + name, e);
        }
    }

    private void pair(String name, String algorithm, int bits) {
        // the public half is written last: a run that was killed in between makes the pair again
        if (Files.exists(privateKey(name)) && Files.exists(publicKey(name))) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits, RANDOM);
            }
            KeyPair pair = generator.generateKeyPair();
            home.writePrivate(
                    privateKey(name), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            home.writePrivate(
                    publicKey(name), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make " + algorithm + " keys", e);
        }
    }

    private void text(String name, java.util.function.Supplier<String> made) {
        Path file = home.keys().resolve(name);
        if (!Files.exists(file)) {
            home.writePrivate(file, made.get() + "\n");
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
