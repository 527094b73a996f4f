package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Columns outside the account that look as if they held account keys, although no foreign key says so. */
final class LooseLinksCheck {

    private final PostgresSource source;
    private final Catalog catalog;

    LooseLinksCheck(PostgresSource source, Catalog catalog) {
        this.source = source;
        this.catalog = catalog;
    }

    /** The columns that look like links and that the map says nothing about. */
    SortedMap<ColumnName, Column> found() {
        SortedMap<ColumnName, Column> found = new TreeMap<>(Comparator.comparing(ColumnName::toString));
        Optional<Table> root = catalog.table(source.root());
        Optional<Column> key = root.flatMap(table -> table.column(source.rootKey()));
        if (key.isPresent()) {
            LinkNames links = new LinkNames(catalog, root.get(), key.get());
            Stream.concat(source.shared().stream(), source.ignored().stream())
                    .sorted()
                    .flatMap(name -> catalog.table(name).stream())
                    .filter(table -> table.kind() != 'm')
                    .forEach(table -> table.columns().stream()
                            .filter(column -> links.resemble(column) && !declared(table, column))
                            .forEach(column -> found.put(new ColumnName(table.name(), column.name()), column)));
        }
        return found;
    }

    /** @param known what was there when the product was set up for this map */
    List<Finding> run(KnownCatalog known) {
        List<Finding> findings = new ArrayList<>();
        found().forEach((name, column) -> findings.add(looksLikeALink(name, column, known)));
        source.notLinks().stream()
                .filter(name -> catalog.table(name.table())
                        .flatMap(table -> table.column(name.column()))
                        .isEmpty())
                .map(name -> Finding.error(
                        "not-link-missing", name, "is not a column in the database: take it out of the map"))
                .forEach(findings::add);
        return findings;
    }

    private boolean declared(Table table, Column column) {
        return source.notLinks().contains(new ColumnName(table.name(), column.name()))
                || catalog.from(table.name()).stream()
                        .anyMatch(key -> key.columns().contains(column.name()));
    }

    private Finding looksLikeALink(ColumnName name, Column column, KnownCatalog known) {
        String fact = "looks like a link to an account, while the map lists its table as "
                + (source.shared().contains(name.table()) ? "shared" : "ignored");
        String out = ": if its rows are accounts' own, list " + name.table() + " as owned, where: \"" + column.sql()
                + " = :key\"; if not, list the column under notLinks";
        return known.has(name, column.type())
                ? Finding.note("column-like-a-link", name, fact + " and was set up with it there" + out)
                : Finding.error("column-unaccounted", name, fact + out);
    }
}
