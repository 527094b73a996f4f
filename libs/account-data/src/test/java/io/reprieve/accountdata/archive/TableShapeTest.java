package io.reprieve.accountdata.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.name.TableName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableShapeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ROWS          | public.users                        | public.users",
                "LINK          | public.users.\"Last (one)\"         | public.users",
                "REFERENCE     | public.users(id)                    | public.users",
                "REFERENCE     | \"a (b)\".\"c \"\" (d)\"(id, \"e(\") | \"a (b)\".\"c \"\" (d)\"",
                "LARGE_OBJECTS | large objects                       | ``"
            })
    void every_kind_of_archived_table_says_whose_rows_it_holds(TableShape.Kind kind, String name, String table) {
        TableShape shape = new TableShape(name, kind, List.of(), List.of(), List.of());

        assertThat(shape.table().map(TableName::sql).orElse("")).isEqualTo(table);
    }
}
