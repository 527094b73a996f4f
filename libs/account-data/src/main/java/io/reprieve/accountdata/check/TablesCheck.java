package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Relation;
import io.reprieve.accountdata.catalog.Relations;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the data map says of every table whose rows it holds, and names none that is not there. */
final class TablesCheck {

    private static final int NAMED = 5;

    private final PostgresSource source;
    private final Catalog catalog;
    private final Relations relations;
    private final Set<TableName> owned;
    private final List<Finding> findings = new ArrayList<>();

    TablesCheck(PostgresSource source, Catalog catalog, Relations relations) {
        this.source = source;
        this.catalog = catalog;
        this.relations = relations;
        this.owned = source.accountTables();
    }

    List<Finding> run() {
        Set<TableName> listed = new TreeSet<>(owned);
        listed.addAll(source.shared());
        listed.addAll(source.ignored());
        listed.forEach(this::present);
        for (Table table : catalog.tables().values()) {
            if (table.kind() != 'm' && !listed.contains(table.name())) {
                findings.add(Finding.error("table-unaccounted", table.name(), unaccounted(table)));
            }
            if (table.kind() == 'f' && !owned.contains(table.name())) {
                findings.add(Finding.note(
                        Finding.FOREIGN_TABLE,
                        table.name(),
                        "its rows lie in another server: no backup holds them and no purge reaches them"));
            }
        }
        relations.all().stream().filter(relation -> relation.kind() == 'm').forEach(view -> materialised(view.name()));
        relations.all().stream()
                .filter(relation -> relation.unlogged() && owned.contains(rootOf(relation)))
                .forEach(relation -> findings.add(Finding.note(
                        "unlogged",
                        relation.name(),
                        "is unlogged: a crash empties it, and with it what a restore put back; ALTER TABLE "
                                + relation.name() + " SET LOGGED")));
        views();
        if (!relations.eventTriggers().isEmpty()) {
            findings.add(
                    Finding.note(
                            "event-triggers",
                            String.join(", ", relations.eventTriggers()),
                            "fire when tables are created or dropped, the engine's temporary ones too: they may not refuse those"));
        }
        return findings;
    }

    private static TableName rootOf(Relation relation) {
        return relation.root() == null ? relation.name() : relation.root();
    }

    private void present(TableName name) {
        if (catalog.table(name).isPresent()) {
            return;
        }
        Optional<Relation> found = relations.find(name);
        if (found.isEmpty()) {
            findings.add(Finding.error(
                    "table-missing", name, "is in the data map but not in the database: take it out of the map"));
        } else if (found.get().root() != null) {
            findings.add(Finding.error(
                    "partition-listed",
                    name,
                    "is a partition of " + found.get().root()
                            + ": list that table instead, which stands for all of them"));
        } else {
            findings.add(Finding.error(
                    "view-listed", name, "is a view, which has no rows of its own: take it out of the map"));
        }
    }

    private String unaccounted(Table table) {
        String fact = "is in the database but not in the data map: list it as owned, shared or ignored";
        return catalog.tables().values().stream()
                .filter(other -> other.kind() == 'p' && columns(other).equals(columns(table)) && table.kind() != 'p')
                .findFirst()
                .map(other -> fact + "; it looks like a partition taken off " + other.name()
                        + (owned.contains(other.name())
                                ? ", whose rows are accounts' own: attach it again, or list it as owned"
                                : ""))
                .orElse(fact);
    }

    private static Set<String> columns(Table table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.toSet());
    }

    private void materialised(TableName view) {
        Set<TableName> read = relations.copiesOf(owned).getOrDefault(view, Set.of());
        findings.add(
                read.isEmpty()
                        ? Finding.note(
                                "materialised-view-of-others",
                                view,
                                "is a materialised view of nothing that accounts own: no backup holds it")
                        : Finding.note(
                                Finding.MATERIALISED_VIEW,
                                view,
                                "is a materialised view that keeps copies of rows of "
                                        + read.stream().map(TableName::sql).collect(Collectors.joining(", "))
                                        + ": no backup holds it and no purge reaches it; REFRESH MATERIALIZED VIEW "
                                        + view
                                        + " after a purge"));
    }

    private void views() {
        List<String> views = relations.all().stream()
                .filter(relation -> relation.kind() == 'v')
                .map(relation -> relation.name().sql())
                .toList();
        if (!views.isEmpty()) {
            findings.add(Finding.note(
                    "views",
                    views.stream().limit(NAMED).collect(Collectors.joining(", ")) + (views.size() > NAMED ? ", …" : ""),
                    views.size() + " views hold no rows of their own and need no place in the map"));
        }
    }
}
