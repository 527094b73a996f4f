package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final String TEXT =
            "log.example/audit\n7\n" + Base64.getEncoder().encodeToString(new byte[32]) + "\n";

    @Test
    void a_checkpoint_by_the_pinned_key_opens() throws Exception {
        KeyPair key = pair();

        Checkpoint checkpoint =
                Checkpoint.open(TEXT + "\n" + signature("log.example/audit", TEXT, key), List.of(key.getPublic()));

        assertThat(checkpoint.origin()).isEqualTo("log.example/audit");
        assertThat(checkpoint.size()).isEqualTo(7);
        assertThat(checkpoint.root()).isEqualTo(new byte[32]);
    }

    @Test
    void signatures_of_others_are_passed_over() throws Exception {
        KeyPair key = pair();
        String witness = signature("witness.example", TEXT, pair());

        assertThat(Checkpoint.open(
                                TEXT + "\n" + witness + signature("log.example/audit", TEXT, key),
                                List.of(key.getPublic()))
                        .size())
                .isEqualTo(7);
        assertThatThrownBy(() -> Checkpoint.open(TEXT + "\n" + witness, List.of(key.getPublic())))
                .isInstanceOf(ProofInvalid.class);
    }

    @Test
    void another_size_or_another_key_does_not_open() throws Exception {
        KeyPair key = pair();
        String signed = TEXT + "\n" + signature("log.example/audit", TEXT, key);

        assertThatThrownBy(() -> Checkpoint.open(signed.replace("\n7\n", "\n8\n"), List.of(key.getPublic())))
                .isInstanceOf(ProofInvalid.class);
        assertThatThrownBy(() -> Checkpoint.open(signed, List.of(pair().getPublic())))
                .isInstanceOf(ProofInvalid.class);
        assertThatThrownBy(() -> Checkpoint.open(TEXT, List.of(key.getPublic())))
                .isInstanceOf(ProofInvalid.class);
    }

    @Test
    void while_the_logs_key_is_replaced_either_pinned_key_opens() throws Exception {
        KeyPair old = pair();
        KeyPair fresh = pair();
        List<PublicKey> pinned = List.of(old.getPublic(), fresh.getPublic());

        for (KeyPair signer : List.of(old, fresh)) {
            String note = TEXT + "\n" + signature("log.example/audit", TEXT, signer);
            assertThat(Checkpoint.open(note, pinned).size()).isEqualTo(7);
        }
    }

    private static KeyPair pair() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static String signature(String name, String text, KeyPair key) throws Exception {
        byte[] encoded = key.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        byte[] id = Hashes.sha256((name + "\n\u0001").getBytes(StandardCharsets.UTF_8), raw);
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(key.getPrivate());
        ed25519.update(text.getBytes(StandardCharsets.UTF_8));
        byte[] signed =
                ByteBuffer.allocate(68).put(id, 0, 4).put(ed25519.sign()).array();
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(signed) + "\n";
    }
}
