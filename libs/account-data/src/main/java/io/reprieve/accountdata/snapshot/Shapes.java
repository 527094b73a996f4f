package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.archive.TypeShape;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.ownership.Ownership;
import java.util.ArrayList;
import java.util.List;

/** Describes tables as they are archived. */
public final class Shapes {

    private Shapes() {}

    /** An owned table's rows. */
    public static TableShape rows(Ownership ownership, Table table) {
        List<Column> copied =
                table.columns().stream().filter(column -> !column.generated()).toList();
        List<ColumnShape> columns = new ArrayList<>();
        for (boolean volatileOnes : new boolean[] {false, true}) {
            for (Column column : copied) {
                ColumnName name = new ColumnName(table.name(), column.name());
                if (ownership.source().volatiles().contains(name) == volatileOnes) {
                    columns.add(new ColumnShape(column.name(), column.type(), volatileOnes));
                }
            }
        }
        return new TableShape(
                table.name().sql(), TableShape.Kind.ROWS, List.copyOf(columns), table.key(), types(ownership, copied));
    }

    /** The links of a shared table's column: its key, then the column. */
    static TableShape link(Ownership ownership, Table shared, String column) {
        List<Column> copied = new ArrayList<>();
        shared.key().forEach(key -> copied.add(shared.column(key).orElseThrow()));
        copied.add(shared.column(column).orElseThrow());
        return new TableShape(
                new ColumnName(shared.name(), column).toString(),
                TableShape.Kind.LINK,
                copied.stream()
                        .map(each -> new ColumnShape(each.name(), each.type(), false))
                        .toList(),
                shared.key(),
                types(ownership, copied));
    }

    /** Rows of a shared table that owned rows refer to: the columns by which they do, then those of the natural key. */
    static TableShape reference(
            Ownership ownership, Table shared, String name, List<String> key, List<String> identity) {
        List<Column> copied = new ArrayList<>();
        key.forEach(column -> copied.add(shared.column(column).orElseThrow()));
        identity.forEach(column -> copied.add(shared.column(column).orElseThrow()));
        return new TableShape(
                name,
                TableShape.Kind.REFERENCE,
                copied.stream()
                        .map(each -> new ColumnShape(each.name(), each.type(), false))
                        .toList(),
                List.copyOf(key),
                types(ownership, copied));
    }

    public static List<String> columnNames(TableShape shape) {
        return shape.columns().stream().map(ColumnShape::name).toList();
    }

    private static List<TypeShape> types(Ownership ownership, List<Column> columns) {
        return ownership
                .catalog()
                .types()
                .shapes(columns.stream().map(Column::typeOid).toList());
    }
}
