package io.reprieve.witness;

import io.reprieve.verifier.SignedNote;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;

/** Makes cosignature/v1 lines (https://c2sp.org/tlog-cosignature, Ed25519). */
final class Cosigner {
    private static final int ED25519_SIGNATURE = 64;

    private final String name;
    private final PrivateKey key;
    private final byte[] keyId;
    private final Clock clock;

    /** @param name the key's name: no spaces, no plus sign */
    Cosigner(String name, PrivateKey key, PublicKey publicKey, Clock clock) {
        this.name = name;
        this.key = key;
        this.keyId = SignedNote.witnessKeyId(name, publicKey);
        this.clock = clock;
    }

    /** A signature line over this text, as of now. */
    String line(String text) {
        long seconds = clock.instant().getEpochSecond();
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(SignedNote.cosigned(text, seconds).getBytes(StandardCharsets.UTF_8));
            byte[] signature = ed25519.sign();
            byte[] timed = ByteBuffer.allocate(keyId.length + Long.BYTES + ED25519_SIGNATURE)
                    .put(keyId)
                    .putLong(seconds)
                    .put(signature)
                    .array();
            return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(timed) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the checkpoint could not be cosigned", e);
        }
    }
}
