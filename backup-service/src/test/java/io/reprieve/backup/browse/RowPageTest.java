package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowPageTest {

    private static String json(String type, String value, boolean masked) throws JsonProcessingException {
        TableShape shape = new TableShape(
                "public.t", TableShape.Kind.ROWS, List.of(new ColumnShape("it", type, false)), List.of(), List.of());
        RowPage page = RowPage.of(shape, 1, column -> masked, List.of(Arrays.asList(value)), null);
        return new ObjectMapper().writeValueAsString(page.items().get(0).get("it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "integer          | -17                  | -17",
                "bigint           | 9007199254740991     | 9007199254740991",
                "bigint           | 9007199254740992     | \"9007199254740992\"",
                "numeric(20,2)    | 12.50                | 12.50",
                "numeric          | 0.1234567890123456789 | \"0.1234567890123456789\"",
                "numeric          | NaN                  | \"NaN\"",
                "double precision | 0.30000000000000004  | 0.30000000000000004",
                "double precision | -Infinity            | \"-Infinity\"",
                "boolean          | t                    | true",
                "jsonb            | {\"n\": 12345678901234567890} | {\"n\": 12345678901234567890}",
                "text             | 17                   | \"17\"",
                "timestamp with time zone | 2026-11-23 10:00:00+00 | \"2026-11-23 10:00:00+00\"",
                "integer[]        | {1,2}                | \"{1,2}\""
            })
    void values_are_typed_where_that_is_exact_and_text_where_not(String type, String value, String json)
            throws JsonProcessingException {
        assertThat(json(type, value, false)).isEqualTo(json);
    }

    @Test
    void a_mask_hides_values_and_not_that_there_is_none() throws JsonProcessingException {
        assertThat(json("integer", "17", true)).isEqualTo("\"•••\"");
        assertThat(json("integer", null, true)).isEqualTo("null");
    }
}
