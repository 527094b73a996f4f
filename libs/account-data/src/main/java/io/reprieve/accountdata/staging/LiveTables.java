package io.reprieve.accountdata.staging;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.snapshot.Links;
import io.reprieve.accountdata.snapshot.References;
import io.reprieve.accountdata.snapshot.Shapes;
import java.util.Optional;

/** Finds the live table that an archived shape is of. */
final class LiveTables {

    private LiveTables() {}

    /** Empty when today's catalog or data map has none, or not with all the columns. */
    static Optional<Table> of(Ownership ownership, TableShape shape) {
        Optional<Table> table =
                switch (shape.kind()) {
                    case ROWS ->
                        ownership.insertOrder().stream()
                                .filter(owned -> owned.name().sql().equals(shape.name()))
                                .findFirst();
                    case LINK ->
                        Links.of(ownership).stream()
                                .filter(links -> links.column().toString().equals(shape.name()))
                                .map(Links::table)
                                .findFirst();
                    case REFERENCE ->
                        References.of(ownership).stream()
                                .filter(references -> references.shape().name().equals(shape.name()))
                                .map(References::table)
                                .findFirst();
                    case LARGE_OBJECTS -> Optional.empty();
                };
        return table.filter(live -> Shapes.columnNames(shape).stream()
                .allMatch(column -> live.column(column).isPresent()));
    }
}
