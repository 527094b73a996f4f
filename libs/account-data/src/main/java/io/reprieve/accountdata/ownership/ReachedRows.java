package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the {@code WITH} that finds rows by reach: per {@link Belonging.Reach} where its rows are, by a recursive query
 * that goes from row to row through indexes, and per table what others refer to. Each reach is there once, however many
 * ways lead to it.
 */
public final class ReachedRows {

    private final Ownership ownership;
    private final AccountRows rows;

    ReachedRows(Ownership ownership, AccountRows rows) {
        this.ownership = ownership;
        this.rows = rows;
    }

    /** The rows of one table of the reach, as columns {@code t} (tableoid) and {@code c} (ctid). */
    static String places(Belonging.Reach reach, Table table) {
        return "SELECT t, c FROM " + place(reach) + " WHERE n = "
                + reach.tables().indexOf(table);
    }

    /** What to select the table's referenced columns from. */
    static String name(Belonging.Reach reach, Table table) {
        return "reprieve_rows_" + reach.number() + "_" + reach.tables().indexOf(table);
    }

    private static String place(Belonging.Reach reach) {
        return "reprieve_reach_" + reach.number();
    }

    /** All that is needed to know where the rows of these tables are; ends in a blank. */
    static Scope scope(Ownership ownership, AccountRows rows, Collection<TableName> tables) {
        ReachedRows reached = new ReachedRows(ownership, rows);
        Map<Integer, Belonging.Reach> needed = new TreeMap<>();
        tables.forEach(table -> reached.collect(table, needed));
        return new Scope(reached.definitions(needed), rows.knowing(Set.copyOf(needed.keySet())));
    }

    /**
     * What to put before a statement that names rows by reach more than once.
     *
     * @param definitions parts of a {@code WITH RECURSIVE}
     * @param rows relying on them
     */
    public record Scope(List<String> definitions, AccountRows rows) {

        /** Empty, or ends in a blank. */
        public String with() {
            return definitions.isEmpty() ? "" : "WITH RECURSIVE " + String.join(", ", definitions) + " ";
        }
    }

    /** Ends in a blank. */
    String with(Belonging.Reach reach) {
        Map<Integer, Belonging.Reach> needed = new TreeMap<>();
        collect(reach, needed);
        return "WITH RECURSIVE " + String.join(", ", definitions(needed)) + " ";
    }

    private List<String> definitions(Map<Integer, Belonging.Reach> needed) {
        List<String> parts = new ArrayList<>();
        for (Belonging.Reach each : needed.values()) {
            AccountRows inside = rows.knowing(new TreeSet<>(needed.keySet()).headSet(each.number()));
            parts.add(place(each) + " (n, t, c) AS (" + starts(each, inside)
                    + (each.links().isEmpty() ? "" : " UNION " + steps(each)) + ")");
            for (Table table : each.tables()) {
                referenced(each, table).ifPresent(parts::add);
            }
        }
        return parts;
    }

    private void collect(Belonging.Reach reach, Map<Integer, Belonging.Reach> into) {
        if (into.put(reach.number(), reach) == null) {
            reach.starts().forEach(start -> collect(start.to(), into));
        }
    }

    private void collect(TableName table, Map<Integer, Belonging.Reach> into) {
        Belonging belonging = ownership.belongings().get(table);
        if (belonging instanceof Belonging.ThroughParent through) {
            collect(through.key().to(), into);
        } else if (belonging instanceof Belonging.Reached reached) {
            collect(reached.reach(), into);
        }
    }

    private String starts(Belonging.Reach reach, AccountRows inside) {
        if (reach.tables().contains(ownership.root())) {
            return "SELECT 0, x.tableoid, x.ctid FROM " + ownership.root().itself() + " AS x WHERE "
                    + inside.isAccount("x");
        }
        return "("
                + reach.starts().stream()
                        .map(start -> "SELECT " + position(reach, start.from()) + ", x.tableoid, x.ctid FROM "
                                + ownership.catalog().itself(start.from()) + " AS x WHERE "
                                + inside.through(start, "x"))
                        .collect(Collectors.joining(" UNION ALL "))
                + ")";
    }

    /** LATERAL, so that each row found is followed by itself and no table is ever read as a whole. */
    private String steps(Belonging.Reach reach) {
        return "SELECT s.n, s.t, s.c FROM " + place(reach) + " AS r, LATERAL ("
                + reach.links().stream()
                        .map(link -> "SELECT " + position(reach, link.from())
                                + " AS n, x.tableoid AS t, x.ctid AS c FROM "
                                + ownership.catalog().itself(link.to()) + " AS y JOIN "
                                + ownership.catalog().itself(link.from())
                                + " AS x ON " + link.join("y", "x") + " WHERE r.n = " + position(reach, link.to())
                                + " AND y.tableoid = r.t AND y.ctid = r.c")
                        .collect(Collectors.joining(" UNION ALL "))
                + ") AS s";
    }

    private Optional<String> referenced(Belonging.Reach reach, Table table) {
        Stream<String> rootKey =
                table.equals(ownership.root()) ? Stream.of(ownership.source().rootKey()) : Stream.empty();
        Stream<String> references = ownership.innerKeys().stream()
                .filter(key -> key.to().equals(table.name()))
                .flatMap(key -> key.references().stream());
        String columns =
                SqlText.columns(Stream.concat(rootKey, references).distinct().toList());
        return Stream.of(columns)
                .filter(names -> !names.isEmpty())
                .map(names -> name(reach, table) + " AS (SELECT y.* FROM " + place(reach)
                        + " AS r, LATERAL (SELECT " + names + " FROM " + table.itself()
                        + " AS y WHERE y.tableoid = r.t AND y.ctid = r.c OFFSET 0) AS y WHERE r.n = "
                        + reach.tables().indexOf(table) + ")")
                .findFirst();
    }

    private static int position(Belonging.Reach reach, TableName table) {
        return reach.tables().stream().map(Table::name).toList().indexOf(table);
    }
}
