package io.reprieve.accountdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Columns outside the account that look as if they held account keys, although no foreign key says so. */
final class LooseLinksCheck {

    private final PostgresSource source;
    private final Catalog catalog;

    LooseLinksCheck(PostgresSource source, Catalog catalog) {
        this.source = source;
        this.catalog = catalog;
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Optional<Table> root = catalog.table(source.root());
        Optional<Column> key = root.flatMap(table -> table.column(source.rootKey()));
        if (key.isPresent()) {
            LinkNames links = new LinkNames(catalog, root.get(), key.get());
            Stream.concat(source.shared().stream(), source.ignored().stream())
                    .sorted()
                    .flatMap(name -> catalog.table(name).stream())
                    .filter(table -> table.kind() != 'm')
                    .forEach(table -> table.columns().stream()
                            .filter(column -> links.resemble(column) && !known(table, column))
                            .forEach(column -> findings.add(unaccounted(table, column))));
        }
        source.notLinks().stream()
                .filter(name -> catalog.table(name.table())
                        .flatMap(table -> table.column(name.column()))
                        .isEmpty())
                .map(name -> Finding.error(
                        "not-link-missing", name, "is not a column in the database: take it out of the map"))
                .forEach(findings::add);
        return findings;
    }

    private boolean known(Table table, Column column) {
        return source.notLinks().contains(new ColumnName(table.name(), column.name()))
                || catalog.from(table.name()).stream()
                        .anyMatch(key -> key.columns().contains(column.name()));
    }

    private Finding unaccounted(Table table, Column column) {
        ColumnName name = new ColumnName(table.name(), column.name());
        return Finding.error(
                "column-unaccounted",
                name,
                "looks like a link to an account, while the map lists its table as "
                        + (source.shared().contains(table.name()) ? "shared" : "ignored")
                        + ": if its rows are accounts' own, list " + table.name() + " as owned, where: \""
                        + column.sql() + " = :key\"; if not, list the column under notLinks");
    }
}
