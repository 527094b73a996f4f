package io.reprieve.accountdata.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Digests, computed a second time by other means. */
class DigestsTest {

    private static final byte[] SECRET = new byte[32];

    private static byte[] hmac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static TableShape shape(int plain, int volatiles) {
        List<ColumnShape> columns = new java.util.ArrayList<>();
        for (int n = 0; n < plain + volatiles; n++) {
            columns.add(new ColumnShape("c" + n, "text", n >= plain));
        }
        return new TableShape("public.t", TableShape.Kind.ROWS, columns, List.of(), List.of());
    }

    private static TableContent digest(TableShape shape, String... lines) {
        RowDigest digest = new RowDigest(DigestKey.derive(SECRET, "acc_1"), shape);
        for (String line : lines) {
            digest.add((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return digest.content();
    }

    @Test
    void a_tables_digest_is_the_sum_of_its_rows_hmacs() throws Exception {
        byte[] key = hmac(SECRET, "reprieve/digest/v1\0acc_1".getBytes(StandardCharsets.UTF_8));
        BigInteger sum = BigInteger.ZERO;
        String[] lines = new String[50];
        for (int n = 0; n < lines.length; n++) {
            lines[n] = n + "\tü";
            sum = sum.add(new BigInteger(1, hmac(key, ("public.t\0" + lines[n]).getBytes(StandardCharsets.UTF_8))));
        }
        String expected = String.format("%064x", sum.mod(BigInteger.ONE.shiftLeft(256)));

        assertThat(digest(shape(2, 0), lines)).isEqualTo(new TableContent("public.t", 50, expected));
    }

    @Test
    void order_does_not_matter_and_repetition_does() {
        TableShape shape = shape(1, 0);

        assertThat(digest(shape, "a", "b")).isEqualTo(digest(shape, "b", "a"));
        assertThat(digest(shape, "a", "a").digest())
                .isNotEqualTo(digest(shape, "a").digest());
        assertThat(digest(shape, "a", "a", "b", "b").digest())
                .isNotEqualTo(digest(shape, "c", "c", "d", "d").digest());
    }

    @Test
    void volatile_columns_are_left_out() {
        assertThat(digest(shape(1, 1), "a\tx")).isEqualTo(digest(shape(1, 1), "a\ty"));
        assertThat(digest(shape(1, 2), "a\tx\ty")).isEqualTo(digest(shape(1, 0), "a"));
        assertThat(digest(shape(0, 1), "x")).isEqualTo(digest(shape(0, 1), "y"));
    }

    @Test
    void rows_digest_is_over_sorted_lines() throws Exception {
        String lines = "public.a\t1\taa\npublic.b\t2\tbb\n";
        String expected = HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(lines.getBytes(StandardCharsets.UTF_8)));

        assertThat(ContentDigests.rows(
                        List.of(new TableContent("public.b", 2, "bb"), new TableContent("public.a", 1, "aa"))))
                .isEqualTo(expected);
    }

    @Test
    void object_keys_are_escaped_so_that_no_key_can_pass_for_two_fields() {
        ObjectEntry plain = new ObjectEntry("a", "v", 1, "00", "text/plain", Map.of("b", "1", "a", "2"), Map.of());
        ObjectEntry odd = new ObjectEntry("a\t1", "v", 1, "00", "text/plain", Map.of("a", "2", "b", "1"), Map.of());

        assertThat(ContentDigests.objects(List.of(plain))).isNotEqualTo(ContentDigests.objects(List.of(odd)));
        assertThat(ContentDigests.objects(List.of(plain, odd))).isEqualTo(ContentDigests.objects(List.of(odd, plain)));
    }

    @Test
    void an_object_without_history_is_digested_by_its_five_fields_alone() {
        ObjectEntry plain = new ObjectEntry("a", "v", 1, "00", "text/plain", Map.of("b", "1"), Map.of());

        assertThat(ContentDigests.objects(List.of(plain)))
                .isEqualTo(Digests.sha256Hex("\"a\"\t1\t00\t\"text/plain\"\t{\"b\":\"1\"}\n"));
    }

    @Test
    void a_history_is_digested_in_its_order_with_its_delete_markers() {
        ObjectEntry one = new ObjectEntry("a", "v1", 1, "00", "text/plain", Map.of(), Map.of());
        ObjectEntry marker =
                new ObjectEntry("a", "v2", true, null, 0, null, null, Map.of(), Map.of(), Map.of(), null, Map.of());
        ObjectEntry tagged = new ObjectEntry(
                "a",
                "v3",
                false,
                null,
                1,
                "01",
                "text/plain",
                Map.of(),
                Map.of("Cache-Control", "no-cache"),
                Map.of("kind", "draft"),
                "STANDARD_IA",
                Map.of("x-amz-server-side-encryption", "AES256"));

        assertThat(ContentDigests.objects(List.of(one, marker, tagged)))
                .isEqualTo(Digests.sha256Hex("\"a\"\t1\t00\t\"text/plain\"\t{}\t{\"place\":1}\n"
                        + "\"a\"\t1\t01\t\"text/plain\"\t{}\t{\"headers\":{\"Cache-Control\":\"no-cache\"},\"place\":3,"
                        + "\"storageClass\":\"STANDARD_IA\",\"tags\":{\"kind\":\"draft\"}}\n"
                        + "\"a\"\tdeleted\t{\"place\":2}\n"));
        assertThat(ContentDigests.objects(List.of(tagged, marker, one)))
                .isNotEqualTo(ContentDigests.objects(List.of(one, marker, tagged)));
    }
}
