package io.reprieve.accountdata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Decides where each table of a catalog seems to belong, and says why. */
final class Placement {

    private final Catalog catalog;
    private final Table root;
    private final String key;
    private final Map<TableName, String> owned = new LinkedHashMap<>();
    private final Map<TableName, String> declared = new LinkedHashMap<>();
    private final Map<TableName, String> shared = new LinkedHashMap<>();
    private final Map<ColumnName, String> unlink = new LinkedHashMap<>();
    private final Map<TableName, String> ignored = new LinkedHashMap<>();

    Placement(Catalog catalog, Table root, String key) {
        this.catalog = catalog;
        this.root = root;
        this.key = key;
    }

    String yaml() {
        // Not-null links first: what hangs on the account by those is its own beyond doubt.
        follow(ForeignKey::total, "every row refers to ");
        placeNullable();
        guessColumns();
        follow(ForeignKey::total, "every row refers to ");
        placeShared();
        for (Table table : catalog.tables().values()) {
            if (table.kind() != 'm' && !placed(table.name())) {
                ignored.put(
                        table.name(),
                        "nothing links it with accounts; should it hold any of their data, list it as owned");
            }
        }
        return write();
    }

    private boolean placed(TableName table) {
        return isOwned(table) || shared.containsKey(table) || ignored.containsKey(table);
    }

    private boolean isOwned(TableName table) {
        return table.equals(root.name()) || owned.containsKey(table) || declared.containsKey(table);
    }

    private void follow(Predicate<ForeignKey> which, String why) {
        boolean found = true;
        while (found) {
            found = false;
            for (ForeignKey link : catalog.foreignKeys()) {
                if (which.test(link) && isOwned(link.to()) && !placed(link.from())) {
                    owned.put(link.from(), why + link.to() + " (" + String.join(", ", link.columns()) + ")");
                    found = true;
                }
            }
        }
    }

    /**
     * A table that reaches accounts only by columns that may be null is owned, unless tables that are owned without it
     * refer to it: then it is more likely something shared (people, say) that remembers an account.
     */
    private void placeNullable() {
        boolean found = true;
        while (found) {
            found = false;
            for (ForeignKey link : catalog.foreignKeys()) {
                if (!isOwned(link.to()) || placed(link.from()) || link.selfReference()) {
                    continue;
                }
                boolean referred =
                        catalog.to(link.from()).stream().anyMatch(key -> !key.selfReference() && isOwned(key.from()));
                if (referred) {
                    shared.put(
                            link.from(),
                            "owned rows refer to it, and it to " + link.to() + " only by a column that may"
                                    + " be null: if it is the account's own, list it as owned");
                } else {
                    owned.put(
                            link.from(),
                            "refers to " + link.to() + " (" + String.join(", ", link.columns())
                                    + "), though the column may be null: rows without it are nobody's");
                    follow(ForeignKey::total, "every row refers to ");
                }
                found = true;
            }
        }
        for (ForeignKey link : catalog.foreignKeys()) {
            if (shared.containsKey(link.from()) && isOwned(link.to())) {
                unlink.put(new ColumnName(link.from(), link.columns().get(0)), "points at " + link.to());
            }
        }
    }

    /** Columns that carry the account's name without a foreign key. */
    private void guessColumns() {
        LinkNames links = new LinkNames(catalog, root, root.column(key).orElseThrow());
        for (Table other : catalog.tables().values()) {
            if (other.kind() == 'm' || other.kind() == 'f' || placed(other.name()) || isOwned(other.name())) {
                continue;
            }
            other.columns().stream()
                    .filter(links::resemble)
                    .findFirst()
                    .ifPresent(column -> declared.put(
                            other.name(), column.sql() + (links.comparable(column) ? " = :key" : " = :key::text")));
        }
    }

    private void placeShared() {
        boolean found = true;
        while (found) {
            found = false;
            for (ForeignKey link : catalog.foreignKeys()) {
                boolean needed = isOwned(link.from()) || shared.containsKey(link.from());
                if (needed && !placed(link.to())) {
                    shared.put(link.to(), link.from() + " refers to it");
                    found = true;
                }
            }
        }
    }

    private String write() {
        StringBuilder yaml =
                new StringBuilder("# Proposed from the live catalog: read every line before you own it.\n");
        yaml.append("sources:\n  - name: app\n    kind: postgresql\n");
        yaml.append("    root: { table: ").append(scalar(root.name().sql())).append(", key: ");
        yaml.append(scalar(SqlName.quote(key))).append(" }\n");
        if (!owned.isEmpty() || !declared.isEmpty()) {
            yaml.append("    owned:\n");
            owned.forEach((table, why) -> item(yaml, scalar(table.sql()), why));
            declared.forEach(
                    (table, where) -> yaml.append("      # no foreign key: guessed from the column's name and type\n")
                            .append("      - table: ")
                            .append(scalar(table.sql()))
                            .append("\n        where: ")
                            .append(scalar(where))
                            .append("\n"));
        }
        section(yaml, "shared", shared);
        section(yaml, "unlink", unlink);
        section(yaml, "ignored", ignored);
        yaml.append("    # volatile: the columns that the fence changes\n");
        yaml.append(
                "    # fence: { \"on\": \"UPDATE … WHERE … = :key\", \"off\": \"…\", probe: \"a write that must fail\" }\n");
        return yaml.toString();
    }

    private static void section(StringBuilder yaml, String name, Map<?, String> entries) {
        if (!entries.isEmpty()) {
            yaml.append("    ").append(name).append(":\n");
            entries.forEach((entry, why) -> item(yaml, scalar(entry.toString()), why));
        }
    }

    private static void item(StringBuilder yaml, String entry, String why) {
        yaml.append("      - ")
                .append(entry)
                .append("  # ")
                .append(why.replace('\n', ' '))
                .append("\n");
    }

    private static String scalar(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_.]*") ? text : "'" + text.replace("'", "''") + "'";
    }
}
