package io.reprieve.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.audit.tree.TreeHash;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of golang.org/x/mod/sumdb/note; Ed25519 is deterministic, so the note comes out to the byte. */
class NoteSignerTest {
    private static final String SIGNER_KEY = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String VERIFIER_KEY = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String TEXT = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n";

    @Test
    void the_published_note_comes_out_to_the_byte() throws Exception {
        NoteSigner signer = new NoteSigner("PeterNeumann", List.of(published()));

        assertThat(HexFormat.of().formatHex(signer.keyId())).isEqualTo("c74f20a3");
        assertThat(signer.sign(TEXT))
                .isEqualTo(
                        TEXT
                                + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
    }

    @Test
    void a_checkpoint_is_origin_size_and_root_hash_a_line_each() {
        assertThat(CheckpointText.of("reprieve/audit", 0, TreeHash.empty()))
                .isEqualTo("reprieve/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    }

    @Test
    void a_name_that_would_break_the_signature_line_is_refused() {
        for (String name : new String[] {"", "two words", "a+b", "line\nfeed"}) {
            assertThatThrownBy(() -> new NoteSigner(name, List.of(published())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_checkpoint_of_a_public_log_opens_by_its_published_key() throws Exception {
        String text = "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n";
        String note = text + "\n\u2014 sum.golang.org "
                + "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n";
        KeyPair published = new KeyPair(publicKey("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"), null);
        NoteSigner log = new NoteSigner("sum.golang.org", List.of(published));

        assertThat(HexFormat.of().formatHex(log.keyId())).isEqualTo("033de0ae");
        assertThat(log.signed(note, text)).isTrue();
        assertThat(log.signed(note.replace("6476701", "6476702"), text.replace("6476701", "6476702")))
                .isFalse();
    }

    @Test
    void while_one_key_replaces_another_both_sign_and_either_opens() throws Exception {
        KeyPair old = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        NoteSigner both = new NoteSigner("log", List.of(published(), old));

        String note = both.sign(TEXT);

        assertThat(note.substring(TEXT.length()).lines().filter(line -> line.startsWith("\u2014 log ")))
                .hasSize(2);
        for (KeyPair one : List.of(published(), old)) {
            assertThat(new NoteSigner("log", List.of(one)).signed(note, TEXT)).isTrue();
        }
        assertThat(both.keyId()).isEqualTo(new NoteSigner("log", List.of(published())).keyId());
    }

    @Test
    void what_another_key_signed_or_another_name_or_another_text_is_not_signed() throws Exception {
        NoteSigner signer = new NoteSigner("log", List.of(published()));
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String note = signer.sign(TEXT);

        assertThat(signer.signed(note, TEXT)).isTrue();
        assertThat(signer.signed(note, TEXT + "more\n")).isFalse();
        assertThat(signer.signed(new NoteSigner("log", List.of(stranger)).sign(TEXT), TEXT))
                .isFalse();
        assertThat(signer.signed(new NoteSigner("other", List.of(published())).sign(TEXT), TEXT))
                .isFalse();
        assertThat(signer.signed(TEXT + "\n", TEXT)).isFalse();
        assertThat(signer.signed(note.replace("think", "thank"), TEXT)).isFalse();
    }

    private static KeyPair published() throws Exception {
        return new KeyPair(publicKey(VERIFIER_KEY), privateKey());
    }

    private static PrivateKey privateKey() throws Exception {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(raw("302e020100300506032b657004220420", SIGNER_KEY)));
    }

    private static PublicKey publicKey(String typedKey) throws Exception {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(raw("302a300506032b6570032100", typedKey)));
    }

    // A note's key is a type byte and the raw key; Java wants the raw key behind an RFC 8410 header.
    private static byte[] raw(String header, String typedKey) {
        byte[] head = HexFormat.of().parseHex(header);
        byte[] typed = Base64.getDecoder().decode(typedKey);
        byte[] encoded = Arrays.copyOf(head, head.length + 32);
        System.arraycopy(typed, 1, encoded, head.length, 32);
        return encoded;
    }
}
