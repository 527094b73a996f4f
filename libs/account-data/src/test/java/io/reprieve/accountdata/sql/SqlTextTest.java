package io.reprieve.accountdata.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and values in SQL. */
class SqlTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = :key | a = ('1'::int)",
                ":key::text = a | ('1'::int)::text = a",
                "a::key = 1 | a::key = 1",
                "a = ':key' | a = ':key'",
                "a = 'it''s :key' AND b = :key | a = 'it''s :key' AND b = ('1'::int)",
                "a = E'\\' :key' AND b=:key | a = E'\\' :key' AND b=('1'::int)",
                "\":key\" = :key | \":key\" = ('1'::int)",
                "a = $$ :key $$ AND b = :key | a = $$ :key $$ AND b = ('1'::int)",
                "a = $x$ $$ :key $x$ | a = $x$ $$ :key $x$",
                "a = :keys | a = :keys",
                "a = :key -- :key | a = ('1'::int) -- :key",
                "a = /* :key */ :key | a = /* :key */ ('1'::int)",
            })
    void the_account_key_is_put_where_it_is_meant_and_nowhere_else(String statement, String bound) {
        assertThat(SqlText.bindKey(statement, "'1'::int")).isEqualTo(bound);
    }

    @Test
    void text_cannot_leave_its_quotes() {
        assertThat(SqlText.literal("x'; DROP TABLE y; --")).isEqualTo("'x''; DROP TABLE y; --'");
        assertThatThrownBy(() -> SqlText.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_are_read_and_written_as_postgresql_does() {
        assertThat(TableName.parse("Public.Accounts").toString()).isEqualTo("public.accounts");
        assertThat(TableName.parse("\"Sales Dept\".\"a\"\"b.c\"")).isEqualTo(new TableName("Sales Dept", "a\"b.c"));
        assertThat(new TableName("public", "order").toString()).isEqualTo("public.\"order\"");
        assertThat(ColumnName.parse("a.b.C").toString()).isEqualTo("a.b.c");
        assertThatThrownBy(() -> TableName.parse("accounts")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TableName.parse("a.\"b")).isInstanceOf(IllegalArgumentException.class);
    }
}
