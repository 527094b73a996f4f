package io.reprieve.accountdata;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        return identifying().map(UniqueKey::columns).orElse(List.of());
    }

    /** The index that keeps the key; empty text when there is no key. */
    String keyName() {
        return identifying().map(UniqueKey::name).orElse("");
    }

    /** Whether two rows have the same key, by the key's own idea of equality (citext, char(n), collations). */
    String sameKey(String one, String other) {
        UniqueKey key = identifying().orElseThrow();
        return IntStream.range(0, key.columns().size())
                .mapToObj(at -> one + "." + SqlName.quote(key.columns().get(at)) + " "
                        + key.operators().get(at) + " " + other + "."
                        + SqlName.quote(key.columns().get(at)))
                .collect(Collectors.joining(" AND "));
    }

    private Optional<UniqueKey> identifying() {
        return uniqueKeys.stream().filter(UniqueKey::identifying).findFirst();
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
