package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of deleted rows that foreign keys refer to, kept in temporary tables by the statements that delete them; and the
 * proof, in sets, that no row refers to them any more. It takes the place of the foreign keys' triggers where those are
 * muted, and so has to see more than one snapshot: in READ COMMITTED, after the last delete, whoever locked one of the
 * deleted rows for a reference has committed by then, and whoever comes later waits for this transaction and finds no row.
 */
final class DeletedKeys {

    private static final int NAMED = 5;

    private final Sql sql;
    private final Ownership ownership;
    private final SortedMap<TableName, Kept> kept = new TreeMap<>();

    private DeletedKeys(Sql sql, Ownership ownership) {
        this.sql = sql;
        this.ownership = ownership;
    }

    /**
     * Where the keys of one table's deleted rows are kept.
     *
     * @param table the temporary table
     * @param columns all columns of the owned table that foreign keys refer to
     */
    record Kept(String table, List<String> columns) {}

    /** Keeps nothing: the foreign keys' own triggers are there. */
    static DeletedKeys none(AccountSnapshot account) {
        return new DeletedKeys(account.session().sql(), account.ownership());
    }

    /** Makes the temporary tables. */
    static DeletedKeys keeping(AccountSnapshot account) throws SQLException {
        DeletedKeys keys = none(account);
        for (Table table : account.ownership().insertOrder()) {
            List<String> columns = account.ownership().catalog().to(table.name()).stream()
                    .flatMap(key -> key.references().stream())
                    .distinct()
                    .toList();
            if (!columns.isEmpty()) {
                String temporary = "reprieve_keys_" + keys.kept.size();
                keys.sql.run("CREATE TEMPORARY TABLE " + temporary + " ON COMMIT DROP AS SELECT "
                        + SqlText.columns(columns) + " FROM " + table.name() + " WITH NO DATA");
                keys.kept.put(table.name(), new Kept("pg_temp." + temporary, columns));
            }
        }
        return keys;
    }

    /** Per table that foreign keys refer to. */
    Map<TableName, Kept> kept() {
        return kept;
    }

    /** @throws SQLException 23503 naming the rows that are left referring to nothing */
    void proveUnreferred() throws SQLException {
        for (Kept keys : kept.values()) {
            sql.run("ANALYZE " + keys.table());
        }
        List<String> dangling = new ArrayList<>();
        for (ForeignKey key : ownership.catalog().foreignKeys()) {
            if (kept.containsKey(key.to())) {
                Table child = ownership.catalog().tables().get(key.from());
                // Set apart, so that the limit does not make the planner hope for an early end: there is nothing to be
                // found.
                dangling.addAll(sql.list(
                        "WITH dangling AS MATERIALIZED (SELECT " + child.rowName("c") + " AS named FROM "
                                + kept.get(key.to()).table() + " AS p JOIN " + child.itself() + " AS c ON "
                                + key.join("p", "c") + ") SELECT named FROM dangling LIMIT " + NAMED,
                        row -> child.name() + " " + row.getString(1)));
            }
        }
        if (!dangling.isEmpty()) {
            throw new SQLException(
                    "rows came meanwhile that refer to deleted ones: " + String.join("; ", dangling), "23503");
        }
    }
}
