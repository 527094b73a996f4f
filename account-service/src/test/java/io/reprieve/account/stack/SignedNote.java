package io.reprieve.account.stack;

import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Checkpoints as the log signs them: C2SP tlog-checkpoint in a signed note. */
final class SignedNote {
    private static final String ORIGIN = "reprieve.test/log";
    private static final int RAW_KEY = 32;

    private SignedNote() {}

    static String checkpoint(long size) {
        try {
            var key = Ed25519Pem.privateKey(Path.of(Api.setting("test.folder"), "audit.key"));
            var root = Base64.getEncoder().encodeToString(Sha256.of("root".getBytes(StandardCharsets.UTF_8)));
            var text = ORIGIN + "\n" + size + "\n" + root + "\n";
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            var encoded = Ed25519Pem.publicKeyOf(key).getEncoded();
            var named = new ByteArrayOutputStream();
            named.writeBytes((ORIGIN + "\n").getBytes(StandardCharsets.UTF_8));
            named.write(1);
            named.writeBytes(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length));
            var signed = new ByteArrayOutputStream();
            signed.writeBytes(Arrays.copyOf(Sha256.of(named.toByteArray()), 4));
            signed.writeBytes(signature.sign());
            return text + "\n\u2014 " + ORIGIN + " " + Base64.getEncoder().encodeToString(signed.toByteArray()) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
