package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of a shared table that owned rows refer to, by one of its keys. They are archived by that key and by what tells that
 * a row is still the same one: its natural key.
 *
 * @param table the shared table
 * @param keys the foreign keys of owned tables that lead to it by the same columns
 * @param identity columns of the natural key
 * @param shape how they are archived
 */
public record References(Table table, List<ForeignKey> keys, List<String> identity, TableShape shape) {

    /** Values that say which row it is are short; these types hold content. */
    private static final Set<String> CONTENT = Set.of("bytea", "json", "jsonb", "xml", "tsvector");

    public static List<References> of(Ownership ownership) {
        Map<String, List<ForeignKey>> byKey = new LinkedHashMap<>();
        for (ForeignKey key : ownership.catalog().foreignKeys()) {
            boolean toShared = ownership.owns(key.from()) && !ownership.owns(key.to());
            if (toShared
                    && key.problem() == null
                    && ownership.catalog().table(key.to()).isPresent()) {
                byKey.computeIfAbsent(name(key), name -> new ArrayList<>()).add(key);
            }
        }
        return byKey.values().stream().map(keys -> of(ownership, keys)).toList();
    }

    private static References of(Ownership ownership, List<ForeignKey> keys) {
        ForeignKey first = keys.get(0);
        Table table = ownership.catalog().tables().get(first.to());
        List<String> identity = identity(ownership, table, first.references());
        return new References(
                table,
                List.copyOf(keys),
                identity,
                Shapes.reference(ownership, table, name(first), first.references(), identity));
    }

    /** The shared table and the columns that are referred to. */
    private static String name(ForeignKey key) {
        String columns = SqlText.columns(key.references());
        return key.to() + (key.period() ? "(PERIOD " : "(") + columns + ")";
    }

    private static List<String> identity(Ownership ownership, Table table, List<String> references) {
        List<String> declared = ownership.source().identities().get(table.name());
        Set<String> identity = new LinkedHashSet<>();
        if (declared != null) {
            declared.stream().filter(column -> table.column(column).isPresent()).forEach(identity::add);
        } else {
            table.uniqueKeys().stream()
                    .filter(unique -> !unique.partial() && !references.containsAll(unique.columns()))
                    .filter(unique -> unique.columns().stream().allMatch(column -> tells(ownership, table, column)))
                    .forEach(unique -> identity.addAll(unique.columns()));
        }
        identity.removeAll(references);
        return List.copyOf(identity);
    }

    /** Not what a purge or a fence changes itself, and nothing long. */
    private static boolean tells(Ownership ownership, Table table, String name) {
        ColumnName column = new ColumnName(table.name(), name);
        boolean changes = ownership.source().unlink().contains(column)
                || ownership.source().volatiles().contains(column)
                || ownership.catalog().from(table.name()).stream()
                        .anyMatch(
                                key -> ownership.owns(key.to()) && key.columns().contains(name));
        Column found = table.column(name).orElseThrow();
        return !changes
                && !CONTENT.contains(found.type())
                && ownership.catalog().types().problem(found.typeOid()).isEmpty();
    }

    /** The shared rows that the account's rows refer to, each once. */
    String select(AccountRows rows, Ownership ownership) {
        int width = keys.get(0).columns().size();
        String referred = keys.stream()
                .map(key -> "SELECT " + SqlText.columns(key.columns()) + " FROM "
                        + rows.from(ownership.catalog().tables().get(key.from())))
                .collect(Collectors.joining(" UNION "));
        String names = IntStream.range(0, width).mapToObj(at -> "r" + at).collect(Collectors.joining(", "));
        ForeignKey key = keys.get(0);
        String same = IntStream.range(0, width)
                .mapToObj(at -> "s." + SqlName.quote(key.references().get(at)) + " "
                        + key.operators().get(at) + " r.r" + at)
                .collect(Collectors.joining(" AND "));
        String select = "SELECT " + SqlText.columns("s", Shapes.columnNames(shape)) + " FROM ";
        String from = "(" + referred + ") AS r (" + names + ")";
        // Several periods may meet one row.
        return key.period()
                ? select + table.itself() + " AS s WHERE EXISTS (SELECT FROM " + from + " WHERE " + same + ")"
                : select + from + " JOIN " + table.itself() + " AS s ON " + same;
    }
}
