package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds rows that tie an account to another one, table by table, in sets. */
final class CrossAccountEdges {

    private static final int NAMED = 5;

    private CrossAccountEdges() {}

    /** One finding a foreign key and direction, naming the first rows by key. */
    static List<Finding> find(Sql sql, Ownership ownership, AccountRows rows) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (ForeignKey key : ownership.innerKeys()) {
            if (ownership.belongings().get(key.from()) instanceof Belonging.ThroughParent through
                    && through.key().equals(key)
                    && key.total()) {
                continue;
            }
            Table child = ownership.catalog().tables().get(key.from());
            Table parent = ownership.catalog().tables().get(key.to());
            String parentIsOurs = "EXISTS (SELECT FROM " + parent.name() + " AS p WHERE " + key.join("p", "c") + " AND "
                    + rows.predicate(parent, "p") + ")";
            String childIsOurs = rows.predicate(child, "c");
            report(
                    sql,
                    child,
                    childIsOurs + " AND " + key.refers("c") + " AND NOT " + parentIsOurs,
                    named -> findings.add(Finding.error(
                            "cross-account-edge",
                            key,
                            "rows of this account refer to rows that are another account's or nobody's (" + named
                                    + "): one row cannot go with two accounts; mend it in the product")));
            report(
                    sql,
                    child,
                    parentIsOurs + " AND (" + childIsOurs + ") IS NOT TRUE",
                    named -> findings.add(Finding.error(
                            "cross-account-edge",
                            key,
                            "rows of another account or of nobody refer to this account's rows (" + named + "), and "
                                    + consequence(key) + "; mend it in the product")));
        }
        return findings;
    }

    private static String consequence(ForeignKey key) {
        return switch (key.onDelete()) {
            case 'c' -> "ON DELETE CASCADE would delete them";
            case 'n' -> "ON DELETE SET NULL would change them";
            case 'd' -> "ON DELETE SET DEFAULT would change them";
            default -> "would be left referring to nothing";
        };
    }

    private static void report(Sql sql, Table table, String condition, Consumer<String> finding) throws SQLException {
        List<String> named = sql.list(
                "SELECT " + table.rowName("c") + ", count(*) OVER () FROM " + table.name() + " AS c WHERE " + condition
                        + " LIMIT " + NAMED,
                row -> row.getString(1) + (row.getRow() == NAMED ? ", … of " + row.getLong(2) : ""));
        if (!named.isEmpty()) {
            finding.accept(table.name() + ": " + String.join("; ", named));
        }
    }
}
