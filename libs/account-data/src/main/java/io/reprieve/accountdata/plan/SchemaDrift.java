package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds the archived tables' shapes against the live catalog: what has no place any more, each with the choices. */
final class SchemaDrift {

    private final Ownership ownership;
    private final List<TableShape> archived;
    private final List<Finding> findings = new ArrayList<>();

    SchemaDrift(Ownership ownership, List<TableShape> archived) {
        this.ownership = ownership;
        this.archived = archived.stream()
                .filter(shape -> shape.kind() == TableShape.Kind.ROWS)
                .toList();
    }

    List<Finding> findings() {
        for (TableShape shape : archived) {
            Optional<Table> live = ownership.insertOrder().stream()
                    .filter(table -> table.name().sql().equals(shape.name()))
                    .findFirst();
            live.ifPresentOrElse(table -> columns(shape, table), () -> gone(shape));
        }
        return List.copyOf(findings);
    }

    private void gone(TableShape shape) {
        boolean there = ownership.catalog().tables().keySet().stream()
                .anyMatch(name -> name.sql().equals(shape.name()));
        if (there) {
            findings.add(Finding.error(
                    "table-gone",
                    shape.name(),
                    "is in the archive and in the database, but the data map does not own it any more: list it among the"
                            + " owned tables again"));
            return;
        }
        List<String> archivedNames = archived.stream().map(TableShape::name).toList();
        String renamed = ownership.insertOrder().stream()
                .filter(table -> !archivedNames.contains(table.name().sql()))
                .filter(table -> Shapes.columnNames(shape).stream()
                        .allMatch(column -> table.column(column).isPresent()))
                .map(table -> " (or is it " + table.name() + " now?)")
                .collect(Collectors.joining());
        String columns = shape.columns().stream()
                .map(column -> SqlName.quote(column.name()) + " " + column.type())
                .collect(Collectors.joining(", "));
        findings.add(Finding.error(
                "table-gone",
                shape.name(),
                "is in the archive but not in the database any more" + renamed
                        + ": give its rows a place for the restore,"
                        + " by renaming the table back or by CREATE TABLE " + shape.name() + " (" + columns
                        + "), own it in the data map, restore, and move the rows from there"));
    }

    private void columns(TableShape shape, Table live) {
        List<String> names = Shapes.columnNames(shape);
        for (ColumnShape column : shape.columns()) {
            Optional<Column> now = live.column(column.name());
            String subject = shape.name() + "." + SqlName.quote(column.name());
            if (now.isEmpty()) {
                findings.add(Finding.error(
                        "column-gone",
                        subject,
                        "is in the archive but not in the live table any more" + renamed(column, live, names)
                                + ": give its values a place for the restore, by renaming the column back or by ALTER"
                                + " TABLE " + live.name() + " ADD COLUMN " + SqlName.quote(column.name()) + " "
                                + column.type() + ", restore, and then drop it or move what it holds"));
            } else if (now.get().generated()) {
                findings.add(
                        Finding.error(
                                "column-generated",
                                subject,
                                "held values of its own in the archive and is computed now: its values would be lost; ALTER TABLE "
                                        + live.name() + " ALTER COLUMN " + SqlName.quote(column.name())
                                        + " DROP EXPRESSION for the restore, or rename it and add a plain column of that name"));
            }
        }
        for (Column column : live.columns()) {
            if (column.notNull() && !column.generated() && !column.hasDefault() && !names.contains(column.name())) {
                findings.add(Finding.error(
                        "column-added",
                        new ColumnName(live.name(), column.name()),
                        "came after the archive, takes no nulls and has no default, so that archived rows have nothing to"
                                + " put there: ALTER TABLE " + live.name() + " ALTER COLUMN " + column.sql()
                                + " SET DEFAULT …, or DROP NOT NULL, for the restore"));
            }
        }
    }

    private static String renamed(ColumnShape gone, Table live, List<String> archived) {
        List<String> maybe = live.columns().stream()
                .filter(column ->
                        !archived.contains(column.name()) && column.type().equals(gone.type()))
                .map(Column::sql)
                .toList();
        return maybe.isEmpty() ? "" : " (or is it " + String.join(" or ", maybe) + " now?)";
    }
}
