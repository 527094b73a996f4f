package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.edge.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectDownloadTest {

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static ObjectEntry entry(byte[] bytes) {
        return new ObjectEntry("a/b", "v1", bytes.length, Sha256.hex(bytes), "text/html", Map.of(), Map.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000})
    void an_object_comes_out_byte_for_byte(int length) throws IOException {
        byte[] object = bytes(length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ObjectDownload(new ByteArrayInputStream(object), entry(object)).write(out);
        assertThat(out.toByteArray()).isEqualTo(object);
    }

    @Test
    void a_damaged_object_never_comes_out_whole() throws IOException {
        byte[] object = bytes(300_000);
        byte[] damaged = object.clone();
        damaged[299_999] ^= 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObjectDownload download = new ObjectDownload(new ByteArrayInputStream(damaged), entry(object));
        assertThatThrownBy(() -> download.write(out)).isInstanceOf(ArchiveDamaged.class);
        assertThat(out.size()).isLessThan(object.length);
    }

    @Test
    void a_small_damaged_object_is_refused_before_anything_is_answered() {
        byte[] object = bytes(1_000);
        byte[] damaged = object.clone();
        damaged[1] ^= 1;
        assertThatThrownBy(() -> new ObjectDownload(new ByteArrayInputStream(damaged), entry(object)))
                .isInstanceOf(ArchiveDamaged.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a/b/plan.pdf          | attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf",
                "a/b/Größe \"x\";.pdf  | attachment; filename=\"Gr__e _x__.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22x%22%3B.pdf",
                "a/..                  | attachment; filename=\"object\"; filename*=UTF-8''object",
                "a/                    | attachment; filename=\"object\"; filename*=UTF-8''object",
                "a\\..\\b              | attachment; filename=\"a_.._b\"; filename*=UTF-8''a%5C..%5Cb"
            })
    void the_name_offered_is_harmless(String key, String header) {
        assertThat(ObjectDownload.attachment(key)).isEqualTo(header);
        assertThat(ObjectDownload.attachment("a\r\nSet-Cookie: b\u202Efdp")).doesNotContain("\r", "\n", "\u202E");
    }
}
