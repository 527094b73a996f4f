package io.reprieve.accountdata.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.name.TableName;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** Digests of places, computed a second time by other means. */
class PlaceDigestTest {

    private static final DigestKey KEY = DigestKey.derive(new byte[32], "acc_1");
    private static final Table TABLE =
            new Table(16402, new TableName("public", "t"), 'r', false, List.of(), List.of(), List.of());

    private static PlaceDigest digest(Stream<String> places) {
        PlaceDigest digest = new PlaceDigest(KEY, TABLE);
        places.forEach(place -> digest.add((place + "\n").getBytes(StandardCharsets.US_ASCII), 0));
        return digest;
    }

    private static String place(int n) {
        return "16402\t(" + n / 7 + "," + (1 + n % 7) + ")";
    }

    @Test
    void it_is_the_sum_of_each_place_under_aes() throws Exception {
        Cipher aes = KEY.permutation("places of public.t");
        BigInteger sum = BigInteger.ZERO;
        for (int n = 0; n < 2_000; n++) {
            byte[] block = ByteBuffer.allocate(16)
                    .putInt(16402)
                    .putInt(n / 7)
                    .putInt(1 + n % 7)
                    .array();
            sum = sum.add(new BigInteger(1, aes.doFinal(block)));
        }
        String expected = String.format("%032x", sum.mod(BigInteger.ONE.shiftLeft(128)));

        assertThat(digest(IntStream.range(0, 2_000).mapToObj(PlaceDigestTest::place))
                        .content())
                .isEqualTo(new TableContent("public.t", 2_000, expected));
    }

    @Test
    void every_part_of_a_place_counts_and_the_order_does_not() {
        List<String> places = List.of("16402\t(1,2)", "16402\t(2,1)", "16403\t(1,2)", "4294967295\t(4294967294,65535)");

        assertThat(digest(places.stream()).content())
                .isEqualTo(digest(Stream.of(places.get(3), places.get(2), places.get(1), places.get(0)))
                        .content());
        assertThat(places.stream().map(place -> digest(Stream.of(place)).content()))
                .doesNotHaveDuplicates();
        assertThat(digest(Stream.of(places.get(0), places.get(0))).content())
                .isNotEqualTo(digest(Stream.of(places.get(0), places.get(1))).content());
    }

    @Test
    void it_tells_where_the_rest_of_the_line_begins() {
        byte[] line = "16402\t(17,3)\tcontent\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(new PlaceDigest(KEY, TABLE).add(line, 0)).isEqualTo("16402\t(17,3)\t".length());
        assertThat(new PlaceDigest(KEY, TABLE).add("3\t16402\t(17,3)\n".getBytes(StandardCharsets.US_ASCII), 2))
                .isEqualTo("3\t16402\t(17,3)\n".length());
    }
}
