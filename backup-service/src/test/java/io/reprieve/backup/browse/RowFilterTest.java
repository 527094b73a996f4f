package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.archive.TypeShape;
import io.reprieve.edge.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFilterTest {

    private static final TypeShape PRICE =
            new TypeShape(TypeShape.Kind.DOMAIN, "public.price", List.of(), "numeric(10,2)", List.of());

    private static TableShape table(String column, String type) {
        return new TableShape(
                "public.things",
                TableShape.Kind.ROWS,
                List.of(new ColumnShape("before", "text", false), new ColumnShape(column, type, false)),
                List.of(),
                List.of(PRICE));
    }

    private static boolean holds(String type, String condition, String value) {
        RowFilter filter = RowFilter.parse(table("it", type), List.of("it:" + condition), column -> false);
        return filter.holds(("x\t" + value).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "integer                     | gt:9                        | 10                     | true",
                "integer                     | lt:9                        | 10                     | false",
                "numeric                     | eq:1.5                      | 1.50                   | true",
                "numeric                     | gt:Infinity                 | NaN                    | true",
                "bigint                      | eq:9223372036854775807      | 9223372036854775806    | false",
                "double precision            | le:1e3                      | 1000                   | true",
                "public.price                | ge:9.9                      | 10.00                  | true",
                "text                        | gt:9                        | 10                     | false",
                "text                        | lt:😀                       | \uFFFD                 | true",
                "text                        | contains:ab                 | cabin                  | true",
                "text                        | contains:AB                 | cabin                  | false",
                "text                        | eq:a:b                      | a:b                    | true",
                "character(5)                | eq:ab                       | `ab   `                | true",
                "public.citext               | eq:AbC                      | aBc                    | true",
                "uuid                        | eq:A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | true",
                "boolean                     | eq:true                     | t                      | true",
                "boolean                     | lt:true                     | f                      | true",
                "timestamp with time zone    | eq:2026-11-23T12:00:00+02:00 | 2026-11-23 10:00:00+00 | true",
                "timestamp with time zone    | gt:2026-11-23T09:59:59.999Z | 2026-11-23 10:00:00+00 | true",
                "timestamp(3) with time zone | lt:2026-11-23               | 0044-03-15 00:00:00+00 BC | true",
                "timestamp without time zone | ge:2026-11-23 10:00:00      | 2026-11-23 10:00:00    | true",
                "date                        | lt:infinity                 | 12026-01-01            | true",
                "jsonb                       | contains:true               | {\"a\": true}          | true",
                "interval                    | ne:1 day                    | 2 days                 | true",
                "text                        | null                        | \\N                    | true",
                "text                        | null:false                  | \\N                    | false",
                "text                        | ne:x                        | \\N                    | false",
                "integer                     | lt:9                        | \\N                    | false",
                "text                        | eq:                         | ``                     | true"
            })
    void values_are_compared_by_their_columns_type(String type, String condition, String value, boolean holds) {
        assertThat(holds(type, condition, value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "it          | filter-malformed        | column:operator:value",
                "that:eq:1   | filter-column-unknown   | no column that. It has: before, it",
                "it:is:1     | filter-operator-unknown | Operator is on column it",
                "it:eq       | filter-malformed        | needs a value",
                "it:contains:1 | filter-operator-unfit | Operator contains does not go with column it of type integer",
                "it:gt:x17   | filter-value-unfit      | Column it is of type integer: operator gt needs a number",
                "it:gt:1e999999999 | filter-value-unfit | needs a number",
                "it:null:maybe | filter-value-unfit    | needs true or false",
                "before:eq:x | filter-masked           | reveal=true"
            })
    void a_filter_that_cannot_be_used_names_column_operator_and_way_out(String filter, String code, String detail) {
        assertThatThrownBy(() -> RowFilter.parse(table("it", "integer"), List.of(filter), "before"::equals))
                .isInstanceOfSatisfying(Problem.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.detail()).contains(detail).doesNotContain("x17");
                });
    }

    @Test
    void a_column_whose_name_holds_a_colon_can_be_filtered_by() {
        RowFilter filter = RowFilter.parse(table("before:eq", "text"), List.of("before:eq:eq:1"), column -> false);
        assertThat(filter.columns()).containsExactly("before:eq");
    }
}
