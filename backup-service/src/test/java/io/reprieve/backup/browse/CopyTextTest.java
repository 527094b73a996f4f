package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyTextTest {

    @Test
    void null_is_not_the_empty_text_nor_a_backslash_n() {
        assertThat(fields("\\N\t\t\\\\N\ta")).containsExactly(null, "", "\\N", "a");
    }

    @Test
    void escapes_are_undone() {
        assertThat(fields("a\\tb\\nc\\\\d\\re\\vf\\101")).containsExactly("a\tb\nc\\d\re\u000bfA");
    }

    @Test
    void text_beyond_ascii_stays_as_it_is() {
        assertThat(fields("Zoë\t日本")).containsExactly("Zoë", "日本");
    }

    private static List<String> fields(String line) {
        return CopyText.fields(line.getBytes(StandardCharsets.UTF_8));
    }
}
