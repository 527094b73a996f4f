package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.TableChoice.LinkChoice;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A foreign key of a designed table. */
final class Link {

    final DesignedTable from;
    final DesignedTable to;
    final List<DesignedColumn> columns;
    final LinkChoice choice;
    final String name;

    /** In a column of a shared table that points at owned rows: the number of whose row it points at. */
    final DesignedColumn pointsAt;

    /** Taken back when some row turns out to have nothing to refer to. */
    boolean required;

    Link(DesignedTable from, DesignedTable to, List<DesignedColumn> columns, LinkChoice choice) {
        boolean unlinks = !from.owned() && to.owned();
        this.from = from;
        this.to = to;
        this.columns = columns;
        this.choice = choice;
        this.required = choice.required() && !unlinks;
        this.name = "fk_" + from.number + "_" + from.links.size();
        this.pointsAt = unlinks ? DesignedColumn.of("points_at_" + from.links.size(), "integer") : null;
        from.links.add(this);
    }

    boolean toItself() {
        return from == to;
    }

    boolean toOwned() {
        return to.owned();
    }

    boolean unlinks() {
        return pointsAt != null;
    }

    String sql() {
        return "ALTER TABLE " + from.sql() + " ADD CONSTRAINT " + name + " FOREIGN KEY (" + DesignedColumn.list(columns)
                + ") REFERENCES " + to.sql() + " (" + DesignedColumn.list(to.key) + ") ON DELETE "
                + choice.onDelete().sql + (choice.cascadesUpdates() ? " ON UPDATE CASCADE" : "")
                + choice.timing().sql + ";\n";
    }

    String danglingSql() {
        String only = from.kind.partitioned() ? "" : "ONLY ";
        String target = to.kind.partitioned() ? "" : "ONLY ";
        String refers = columns.stream()
                .map(column -> "c." + column.sql() + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String same = IntStream.range(0, columns.size())
                .mapToObj(at ->
                        "p." + to.key.get(at).sql() + " = c." + columns.get(at).sql())
                .collect(Collectors.joining(" AND "));
        return "SELECT count(*) FROM " + only + from.sql() + " c WHERE " + refers + " AND NOT EXISTS (SELECT FROM "
                + target + to.sql() + " p WHERE " + same + ")";
    }
}
