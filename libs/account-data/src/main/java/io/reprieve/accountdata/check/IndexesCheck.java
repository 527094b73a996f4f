package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.IndexReader;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys into owned tables whose rows are found by no index: the account is found by them, and for each row that goes
 * PostgreSQL looks for those that refer to it. Without one the cost follows the size of the table, not the account's.
 */
final class IndexesCheck {

    private final Catalog catalog;
    private final IndexReader.Indexes indexes;
    private final Set<TableName> owned;

    IndexesCheck(PostgresSource source, Catalog catalog, IndexReader.Indexes indexes) {
        this.catalog = catalog;
        this.indexes = indexes;
        this.owned = source.accountTables();
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (ForeignKey key : catalog.foreignKeys()) {
            Table from = catalog.tables().get(key.from());
            if (owned.contains(key.to())
                    && !indexes.serve(from, key.equalColumns())
                    && named.add(remedy(from, key.equalColumns()))) {
                findings.add(Finding.note(
                        "index-missing",
                        key,
                        "no index leads with " + SqlText.columns(key.equalColumns())
                                + ", so that finding an account's rows"
                                + " and deleting what they refer to reads all of " + from.name() + " each time: "
                                + remedy(from, key.equalColumns())));
            }
        }
        return findings;
    }

    /** Whether a row names a large object is looked for at each one. */
    List<Finding> run(LargeObjects objects) {
        return objects.columns().stream()
                .filter(holder ->
                        !indexes.serve(holder.table(), List.of(holder.column().name())))
                .map(holder -> Finding.note(
                        "index-missing",
                        holder.name(),
                        "names large objects, and no index leads with it, so that reading each of them reads all of "
                                + holder.table().name() + ": "
                                + remedy(holder.table(), List.of(holder.column().name()))))
                .toList();
    }

    private static String remedy(Table table, List<String> columns) {
        String concurrently = table.kind() == 'p' ? "" : "CONCURRENTLY ";
        return "CREATE INDEX " + concurrently + "ON " + table.name() + " (" + SqlText.columns(columns) + ")";
    }
}
