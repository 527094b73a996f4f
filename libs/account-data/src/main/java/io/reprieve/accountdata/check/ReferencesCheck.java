package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What foreign keys between owned tables and the rest would do, or would suffer, when an account goes and comes back. */
final class ReferencesCheck {

    private final Ownership ownership;
    private final PostgresSource source;
    private final List<Finding> findings = new ArrayList<>();

    ReferencesCheck(Ownership ownership) {
        this.ownership = ownership;
        this.source = ownership.source();
    }

    List<Finding> run() {
        for (ForeignKey key : ownership.catalog().foreignKeys()) {
            boolean fromOwned = ownership.owns(key.from());
            boolean toOwned = ownership.owns(key.to());
            if ((fromOwned || toOwned) && key.problem() != null) {
                findings.add(Finding.error("foreign-key-not-handled", key, key.problem()));
            }
            if (toOwned && !fromOwned) {
                fromOutside(key);
            }
            if (fromOwned && source.ignored().contains(key.to())) {
                findings.add(Finding.error(
                        "references-ignored",
                        key,
                        "owned rows refer to a table the map ignores: list that table as shared"));
            }
        }
        source.unlink().forEach(this::unlink);
        return findings;
    }

    private void fromOutside(ForeignKey key) {
        boolean unlinked = source.unlink().stream()
                .anyMatch(column ->
                        column.table().equals(key.from()) && key.columns().contains(column.column()));
        if (!unlinked) {
            String effect =
                    switch (key.onDelete()) {
                        case 'c' -> "ON DELETE CASCADE would delete rows that are not the account's";
                        case 'n' -> "ON DELETE SET NULL would change rows that are not the account's";
                        case 'd' -> "ON DELETE SET DEFAULT would change rows that are not the account's";
                        default -> "it would stop the erasure";
                    };
            findings.add(Finding.error(
                    "reached-from-outside",
                    key,
                    "a table that is not owned refers to owned rows, and " + effect + ": list " + key.from()
                            + " as owned, or its columns under 'unlink'"));
        }
    }

    private void unlink(ColumnName name) {
        Optional<Table> table = ownership.catalog().table(name.table());
        Optional<Column> column = table.flatMap(shared -> shared.column(name.column()));
        if (column.isEmpty()) {
            findings.add(
                    Finding.error("unlink-missing", name, "is not a column in the database: take it out of the map"));
        } else if (Links.key(ownership.catalog(), ownership::owns, name).isEmpty()) {
            findings.add(Finding.error("unlink-without-key", name, "has no foreign key to an owned table"));
        } else if (Links.key(ownership.catalog(), ownership::owns, name)
                .filter(ForeignKey::period)
                .isPresent()) {
            findings.add(Finding.error(
                    "unlink-period",
                    name,
                    "is part of a PERIOD key, which rows of several accounts may cover together: to undo the link for one"
                            + " of them would undo it for the others; list its table as owned"));
        } else if (column.get().notNull()) {
            findings.add(Finding.error("unlink-not-null", name, "takes no nulls, so that the link cannot be undone"));
        } else if (table.get().key().isEmpty() || table.get().key().contains(name.column())) {
            findings.add(Finding.error(
                    "unlink-without-row-key", name, "its table needs a primary key beside it, to find the row again"));
        }
    }
}
