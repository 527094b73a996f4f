package io.reprieve.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of golang.org/x/mod/sumdb/note, from which the C2SP specification grew. */
class SignedNoteTest {
    private static final String KEY = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void the_published_note_is_signed_by_its_key() throws Exception {
        assertThat(SignedNote.parse(NOTE).isSignedBy("PeterNeumann", List.of(key())))
                .isTrue();
    }

    @Test
    void another_text_name_or_line_is_not() throws Exception {
        assertThat(SignedNote.parse(NOTE.replace("answer", "Answer")).isSignedBy("PeterNeumann", List.of(key())))
                .isFalse();
        assertThat(SignedNote.parse(NOTE).isSignedBy("EnochRoot", List.of(key())))
                .isFalse();
        assertThat(SignedNote.parse(NOTE.replace("x08g", "x09g")).isSignedBy("PeterNeumann", List.of(key())))
                .isFalse();
        assertThatThrownBy(() -> SignedNote.parse(NOTE.replace("\n\n", "\n"))).isInstanceOf(NotProved.class);
    }

    // A note's verifier key is the type byte and the raw key; Java wants the raw key in X.509 (RFC 8410).
    private static PublicKey key() throws Exception {
        byte[] typed = Base64.getDecoder().decode(KEY);
        byte[] x509 = Arrays.copyOf(HexFormat.of().parseHex("302a300506032b6570032100"), 44);
        System.arraycopy(typed, 1, x509, 12, 32);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
    }
}
