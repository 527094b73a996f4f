package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.LargeObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What in the owned tables themselves the engine cannot archive or restore exactly. */
final class OwnedTablesCheck {

    private final Ownership ownership;
    private final List<Finding> findings = new ArrayList<>();

    OwnedTablesCheck(Ownership ownership) {
        this.ownership = ownership;
    }

    List<Finding> run() {
        for (Table table : ownership.insertOrder()) {
            table.problems()
                    .forEach(problem -> findings.add(Finding.error("table-not-handled", table.name(), problem)));
            columns(table);
            if (table.key().isEmpty()) {
                findings.add(Finding.note(
                        "no-row-key",
                        table.name(),
                        "has neither a primary nor a not-null unique key: restores compare its rows as a whole"));
            }
        }
        ownership.source().unlink().stream()
                .map(ColumnName::table)
                .distinct()
                .flatMap(name -> ownership.catalog().table(name).stream())
                .forEach(table -> table.problems()
                        .forEach(problem -> findings.add(Finding.error("table-not-handled", table.name(), problem))));
        ownership.source().volatiles().forEach(this::volatileColumn);
        ownership.source().largeObjects().forEach(this::largeObjects);
        return findings;
    }

    private void columns(Table table) {
        if (table.columns().stream().allMatch(Column::generated)) {
            findings.add(Finding.error("no-columns", table.name(), "has no column that could be archived"));
        }
        for (Column column : table.columns()) {
            if (!column.generated() && !LargeObjects.isHolder(ownership.source(), ownership.catalog(), table, column)) {
                ownership
                        .catalog()
                        .types()
                        .problem(column.typeOid())
                        .ifPresent(problem -> findings.add(Finding.error(
                                "column-not-handled", new ColumnName(table.name(), column.name()), problem)));
            }
        }
    }

    private void largeObjects(ColumnName name) {
        Optional<Column> column = ownership.catalog().table(name.table()).flatMap(table -> table.column(name.column()));
        if (column.isEmpty()) {
            findings.add(Finding.error(
                    "large-objects-missing", name, "is not a column in the database: take it out of the map"));
        } else if (LargeObjects.of(ownership).stream()
                .flatMap(objects -> objects.columns().stream())
                .noneMatch(holder -> holder.name().equals(name))) {
            findings.add(Finding.error(
                    "large-objects-type",
                    name,
                    "is of type " + column.get().type() + ", and only columns of type oid name large objects: take it"
                            + " out of the map"));
        }
    }

    private void volatileColumn(ColumnName name) {
        Optional<Table> table = ownership.insertOrder().stream()
                .filter(owned -> owned.name().equals(name.table()))
                .findFirst();
        Optional<Column> column = table.flatMap(owned -> owned.column(name.column()));
        if (column.isEmpty()) {
            findings.add(Finding.error(
                    "volatile-missing", name, "is not a column of an owned table: take it out of the map"));
            return;
        }
        boolean inKey = table.get().key().contains(name.column());
        boolean inForeignKey = ownership.innerKeys().stream()
                .anyMatch(key -> key.from().equals(name.table())
                                && key.columns().contains(name.column())
                        || key.to().equals(name.table()) && key.references().contains(name.column()));
        if (inKey || inForeignKey) {
            findings.add(Finding.error(
                    "volatile-key", name, "is part of a key: what identifies a row or its account cannot be volatile"));
        }
        if (column.get().notNull() && !column.get().hasDefault()) {
            findings.add(Finding.error(
                    "volatile-without-default",
                    name,
                    "takes no nulls and has no default, so that a restore could not leave it out: give it a default"));
        }
    }
}
