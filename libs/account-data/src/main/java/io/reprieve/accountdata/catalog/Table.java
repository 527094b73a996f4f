package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A live table: an ordinary one or the root of a partitioned one.
 *
 * @param oid its object id
 * @param name its name
 * @param kind PostgreSQL's letter: r ordinary, p partitioned, f foreign, m materialised view
 * @param inherited whether other tables inherit from it; each table of such a family stands for itself
 * @param columns in order, dropped ones left out
 * @param uniqueKeys primary key first
 * @param problems what keeps the engine from handling its rows exactly, in words
 */
public record Table(
        long oid,
        TableName name,
        char kind,
        boolean inherited,
        List<Column> columns,
        List<UniqueKey> uniqueKeys,
        List<String> problems) {

    /** What to select its rows from, or delete them from. */
    public String itself() {
        return (inherited ? "ONLY " : "") + name;
    }

    public Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    /** The columns that identify a row: the primary key, else a not-null unique key, else none. */
    public List<String> key() {
        return identifying().map(UniqueKey::columns).orElse(List.of());
    }

    /** The key, by the first of its indexes all of whose columns are among these. */
    public Optional<UniqueKey> keyAmong(List<String> columns) {
        return uniqueKeys.stream()
                .filter(UniqueKey::identifying)
                .filter(key -> columns.containsAll(key.columns()))
                .findFirst();
    }

    /** Whether two rows have the same key, by the key's own idea of equality (citext, char(n), collations). */
    public String sameKey(String one, String other) {
        return identifying().orElseThrow().same(one, other);
    }

    private Optional<UniqueKey> identifying() {
        return uniqueKeys.stream().filter(UniqueKey::identifying).findFirst();
    }

    /** SQL text that names a row by its key alone, never by its content. */
    public String rowName(String alias) {
        return identifying().map(key -> key.rowName(alias)).orElse("'(a row without a key)'");
    }
}
