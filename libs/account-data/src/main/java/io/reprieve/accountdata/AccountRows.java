package io.reprieve.accountdata;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the SQL that picks one account's rows out of each table. */
final class AccountRows {

    private final Ownership ownership;
    private final String key;

    AccountRows(Ownership ownership, String keyLiteral) {
        this.ownership = ownership;
        this.key = keyLiteral;
    }

    /**
     * What follows {@code FROM} (or {@code DELETE FROM}) to mean exactly the account's rows. Only the table itself is in
     * scope, so that plain column names are its own.
     */
    String from(Table table) {
        String sql = table.name().sql();
        return ownership
                .where(table.name())
                .map(where -> sql + " WHERE (" + bound(where) + "\n)")
                .orElseGet(() -> sql + " AS o WHERE " + predicate(table, "o"));
    }

    /** Whether the row {@code alias} is the account's: true, or else false or null. */
    String predicate(Table table, String alias) {
        if (table.name().equals(ownership.root().name())) {
            return alias + "." + SqlName.quote(ownership.source().rootKey()) + " = " + key;
        }
        if (ownership.where(table.name()).isPresent()) {
            return "(" + alias + ".tableoid, " + alias + ".ctid) IN (SELECT tableoid, ctid FROM " + from(table) + ")";
        }
        List<ForeignKey> paths = ownership.paths().get(table.name());
        List<ForeignKey> trees = ownership.trees().getOrDefault(table.name(), List.of());
        if (paths.size() == 1 && trees.isEmpty()) {
            return through(paths.get(0), alias);
        }
        return "(" + identity(table, alias) + ") IN ("
                + (trees.isEmpty() ? union(table, paths) : tree(table, paths, trees)) + ")";
    }

    /** A declaration with the account's key put in; on lines of its own, so that a comment at its end ends there. */
    String bound(String sql) {
        return SqlText.bindKey(sql, key);
    }

    private String through(ForeignKey path, String alias) {
        Table parent = ownership.catalog().tables().get(path.to());
        return "(" + SqlText.columns(alias, path.columns()) + ") IN (SELECT " + SqlText.columns(path.references())
                + " FROM " + from(parent) + ")";
    }

    private String union(Table table, List<ForeignKey> paths) {
        return paths.stream()
                .map(path -> "SELECT " + identity(table, "o") + " FROM " + table.name() + " AS o WHERE "
                        + through(path, "o"))
                .collect(Collectors.joining(" UNION "));
    }

    /** Rows found by a path, and what hangs below them by self-reference. */
    private String tree(Table table, List<ForeignKey> paths, List<ForeignKey> trees) {
        List<String> identity = identityColumns(table);
        List<String> joins = new ArrayList<>();
        List<String> carried = new ArrayList<>();
        for (String column : identity) {
            carried.add(column + " AS i" + carried.size());
        }
        for (ForeignKey self : trees) {
            List<String> steps = new ArrayList<>();
            for (int at = 0; at < self.columns().size(); at++) {
                String name = "r" + carried.size();
                carried.add(SqlName.quote(self.references().get(at)) + " AS " + name);
                steps.add("tree." + name + " " + self.operators().get(at) + " o."
                        + SqlName.quote(self.columns().get(at)));
            }
            joins.add("(" + String.join(" AND ", steps) + ")");
        }
        String columns = carried.stream().map(column -> "o." + column).collect(Collectors.joining(", "));
        String start = paths.stream().map(path -> through(path, "o")).collect(Collectors.joining(" OR "));
        String names =
                IntStream.range(0, identity.size()).mapToObj(at -> "i" + at).collect(Collectors.joining(", "));
        return "WITH RECURSIVE tree AS (SELECT " + columns + " FROM " + table.name() + " AS o WHERE " + start
                + " UNION SELECT " + columns + " FROM tree JOIN " + table.name() + " AS o ON "
                + String.join(" OR ", joins) + ") SELECT " + names + " FROM tree";
    }

    private static String identity(Table table, String alias) {
        return identityColumns(table).stream()
                .map(column -> alias + "." + column)
                .collect(Collectors.joining(", "));
    }

    private static List<String> identityColumns(Table table) {
        return table.key().isEmpty()
                ? List.of("tableoid", "ctid")
                : table.key().stream().map(SqlName::quote).toList();
    }
}
