package io.reprieve.accountdata;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A live table: an ordinary one or the root of a partitioned one.
 *
 * @param oid its object id
 * @param name its name
 * @param kind PostgreSQL's letter: r ordinary, p partitioned, f foreign, m materialised view
 * @param columns in order, dropped ones left out
 * @param uniqueKeys primary key first
 * @param problems what keeps the engine from handling its rows exactly, in words
 */
record Table(
        long oid, TableName name, char kind, List<Column> columns, List<UniqueKey> uniqueKeys, List<String> problems) {

    Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    /** The columns that identify a row: the primary key, else a not-null unique key, else none. */
    List<String> key() {
        return uniqueKeys.stream()
                .filter(UniqueKey::identifying)
                .findFirst()
                .map(UniqueKey::columns)
                .orElse(List.of());
    }

    /** SQL text that names a row by its key alone, never by its content. */
    String rowName(String alias) {
        if (key().isEmpty()) {
            return "'(a row without a key)'";
        }
        return key().stream()
                .map(column ->
                        "'" + column.replace("'", "''") + "=' || " + alias + "." + SqlName.quote(column) + "::text")
                .collect(Collectors.joining(" || ', ' || "));
    }
}
