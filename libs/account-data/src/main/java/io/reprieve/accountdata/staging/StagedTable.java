package io.reprieve.accountdata.staging;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.catalog.UniqueKey;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.SqlText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One archived table beside its live one.
 *
 * @param shape as archived
 * @param staged the temporary table with the archive's rows
 * @param live the live table
 * @param rows the account's live rows
 * @param reduced whether all its rows are to be inserted
 */
public record StagedTable(TableShape shape, String staged, Table live, AccountRows rows, boolean reduced) {

    /** What tells its rows apart: a key all of whose columns are archived. Keys that came later tell nothing. */
    public Optional<UniqueKey> key() {
        return live.keyAmong(Shapes.columnNames(shape));
    }

    public boolean keyless() {
        return key().isEmpty();
    }

    public String sameKey(String one, String other) {
        return key().orElseThrow().same(one, other);
    }

    /** SQL text that names a row, archived or live, by its key alone. */
    public String rowName(String alias) {
        return key().map(key -> key.rowName(alias)).orElse("'(a row without a key)'");
    }

    /** Inserts what is not live yet. */
    public String insert(boolean withVolatile) {
        List<String> columns = shape.columns().stream()
                .filter(column -> withVolatile || !column.volatileColumn())
                .map(ColumnShape::name)
                .toList();
        if (reduced) {
            return "INSERT INTO " + live.name() + " (" + SqlText.columns(columns) + ") OVERRIDING SYSTEM VALUE SELECT "
                    + SqlText.columns("a", columns) + " FROM " + staged + " AS a";
        }
        String missing = keyless()
                ? "a.reprieve_nth > (SELECT pg_catalog.count(*) FROM (SELECT " + lineColumns("") + " FROM "
                        + rows.from(live) + ") l WHERE " + line("l") + " = " + line("a") + ")"
                : "NOT EXISTS (SELECT FROM " + live.itself() + " AS t WHERE " + sameKey("a", "t") + ")";
        String source = keyless()
                ? "(SELECT a.*, pg_catalog.row_number() OVER (PARTITION BY " + line("a") + ") AS reprieve_nth FROM "
                        + staged + " AS a)"
                : staged;
        return "INSERT INTO " + live.name() + " (" + SqlText.columns(columns) + ") OVERRIDING SYSTEM VALUE SELECT "
                + SqlText.columns("a", columns) + " FROM " + source + " AS a WHERE " + missing;
    }

    /** The row's text without its volatile columns: types without an equality of their own compare too. */
    public String line(String alias) {
        return "ROW(" + lineColumns(alias + ".") + ")::pg_catalog.text";
    }

    public String lineColumns(String prefix) {
        return shape.columns().stream()
                .filter(column -> !column.volatileColumn())
                .map(column -> prefix + SqlName.quote(column.name()))
                .collect(Collectors.joining(", "));
    }
}
