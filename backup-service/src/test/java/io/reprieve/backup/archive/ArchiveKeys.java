package io.reprieve.backup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;

/** The keys of an archive as files, the way operators keep them. */
final class ArchiveKeys {
    private final KeyPair signing;
    private final KeyPair recovery;
    private final Path folder;

    ArchiveKeys(Path folder) throws IOException, GeneralSecurityException {
        this.folder = Files.createDirectories(folder);
        this.signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(3072);
        this.recovery = rsa.generateKeyPair();
        pem("signing.pub", "PUBLIC KEY", signing.getPublic().getEncoded());
        pem("recovery.pub", "PUBLIC KEY", recovery.getPublic().getEncoded());
        pem("recovery.key", "PRIVATE KEY", recovery.getPrivate().getEncoded());
        byte[] kek = new byte[32];
        new SecureRandom().nextBytes(kek);
        Files.writeString(
                file("keyset.json"),
                "{\"primary\":\"kek-1\",\"keys\":[{\"id\":\"kek-1\",\"key\":\""
                        + Base64.getEncoder().encodeToString(kek) + "\"}]}");
    }

    KeysetFile keyset() {
        return KeysetFile.read(file("keyset.json"), new SecureRandom());
    }

    RecoveryKey recovery() {
        return RecoveryKey.read(file("recovery.pub"));
    }

    KeyPair signing() {
        return signing;
    }

    byte[] seal(byte[] manifest) {
        return SignedManifest.seal(manifest, signing.getPrivate(), "0123456789abcdef");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private void pem(String name, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file(name), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
