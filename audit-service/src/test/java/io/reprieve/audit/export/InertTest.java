package io.reprieve.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.audit.Events;
import io.reprieve.audit.event.Inert;
import io.reprieve.audit.event.LoggedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InertTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                " =1",
                "\n=HYPERLINK(\"https://evil\")",
                "\uff1d1",
                "=\u001b[2J"
            })
    void no_cell_is_a_formula(String text) {
        assertThat(Inert.cell(text)).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the twin = a copy", "OPS-4711", "a-b", "na\u00efve \ud83d\udc4d"})
    void what_harms_nobody_stays_as_it_is(String text) {
        assertThat(Inert.cell(text)).isEqualTo(text);
    }

    @Test
    void nothing_moves_a_cursor_or_turns_a_line_around() {
        assertThat(Inert.cell("a\u001b[31mb\u009bc\u202ed\u2066e\u007ff\ng\u2028h"))
                .isEqualTo("a\\u001b[31mb\\u009bc\\u202ed\\u2066e\\u007ff\\u000ag\\u2028h");
    }

    @Test
    void json_stays_the_same_json_and_acts_on_no_terminal() throws Exception {
        String text = "{\"a\":\"x\u009b31m \u202e \u007f \udb40\udc41 \u00fc\",\t\"b\":1}";

        assertThat(Inert.json(text)).doesNotMatch("(?s).*[\\p{Cc}&&[^\\t]].*").contains("\u00fc");
        assertThat(new ObjectMapper().readTree(Inert.json(text))).isEqualTo(new ObjectMapper().readTree(text));
        assertThat(Inert.json("{\"a\": 1,\r\n\"b\": 2}")).isEqualTo("{\"a\": 1,\r\n\"b\": 2}");
    }

    @Test
    void no_line_of_any_format_holds_a_control_character_or_a_line_feed() {
        LoggedEvent event = LoggedEvent.read(
                7,
                Events.event()
                        .reason("=cmd|' /C calc'!A0\n\u001b]0;x\u0007 \u202e \"quoted\", and so on")
                        .bytes());
        for (ExportFormat format : List.of(new NdjsonFormat(), new OcsfFormat(), new CsvFormat())) {
            String line = format.line(new ExportedEntry(event, "00", List.of("11", "22")))
                    .stripTrailing();
            assertThat(line).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}].*");
        }
        assertThat(new CsvFormat().line(new ExportedEntry(event, "00", null))).contains("\"'=cmd|");
    }
}
