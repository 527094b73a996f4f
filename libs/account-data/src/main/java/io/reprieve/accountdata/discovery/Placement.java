package io.reprieve.accountdata.discovery;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.check.LinkNames;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides where each table of a catalog seems to belong, and says why. What could be one thing as well as another is left
 * open, so that no check passes before somebody has decided.
 */
final class Placement {

    private final Catalog catalog;
    private final Table root;
    private final String key;
    private final Map<TableName, TableName> inherits;
    private final LinkNames links;
    private final Map<TableName, ForeignKey> through = new LinkedHashMap<>();
    private final Map<TableName, String> owned = new LinkedHashMap<>();
    private final Map<TableName, Declared> declared = new LinkedHashMap<>();
    private final Map<TableName, Declared> open = new LinkedHashMap<>();
    private final Map<TableName, String> shared = new LinkedHashMap<>();
    private final ProposedRows rows;
    private final Map<ColumnName, String> unlink = new LinkedHashMap<>();
    private final Map<TableName, String> ignored = new LinkedHashMap<>();

    /**
     * How rows of a table without foreign keys seem to belong.
     *
     * @param where the predicate
     * @param why in words
     */
    record Declared(String where, String why) {}

    /** @param inherits children and the tables they inherit from, partitions not among them */
    Placement(Catalog catalog, Table root, String key, Map<TableName, TableName> inherits) {
        this.catalog = catalog;
        this.root = root;
        this.key = key;
        this.inherits = inherits;
        this.links = new LinkNames(catalog, root, root.column(key).orElseThrow());
        this.rows = new ProposedRows(root, key, through, declared);
    }

    Placement decide() {
        // Not-null links first: what hangs on the account by those is its own beyond doubt.
        followTotal();
        guessColumns(Column::notNull);
        placeNullable();
        guessColumns(column -> true);
        placeChildren();
        placeShared();
        unlinkShared();
        leaveOpen();
        for (Table table : catalog.tables().values()) {
            if (table.kind() != 'm' && !placed(table.name())) {
                ignored.put(
                        table.name(),
                        table.kind() == 'f'
                                ? "a foreign table: its rows lie in another server, where no purge reaches them"
                                : "nothing links it with accounts; should it hold any of their data, list it as owned");
            }
        }
        return this;
    }

    Catalog catalog() {
        return catalog;
    }

    Table root() {
        return root;
    }

    String key() {
        return key;
    }

    Map<TableName, String> owned() {
        return owned;
    }

    /** The key by which a table was found to be owned. */
    Optional<ForeignKey> through(TableName table) {
        return Optional.ofNullable(through.get(table));
    }

    Map<TableName, Declared> declared() {
        return declared;
    }

    Map<TableName, Declared> open() {
        return open;
    }

    Map<TableName, String> shared() {
        return shared;
    }

    Map<ColumnName, String> unlink() {
        return unlink;
    }

    Map<TableName, String> ignored() {
        return ignored;
    }

    boolean isOwned(TableName table) {
        return table.equals(root.name()) || owned.containsKey(table) || declared.containsKey(table);
    }

    private boolean placed(TableName table) {
        return isOwned(table) || shared.containsKey(table) || ignored.containsKey(table) || open.containsKey(table);
    }

    /** A layer at a time, so that the shortest chain is the one that is told, as the engine will take it. */
    private void followTotal() {
        SortedMap<TableName, ForeignKey> layer = new TreeMap<>();
        do {
            layer.clear();
            for (ForeignKey link : catalog.foreignKeys()) {
                if (link.total() && isOwned(link.to()) && !isOwned(link.from())) {
                    layer.merge(link.from(), link, (one, other) -> one.period() ? other : one);
                }
            }
            layer.forEach((table, link) -> own(link, "every row refers to " + link.to() + columns(link)));
        } while (!layer.isEmpty());
    }

    private void own(ForeignKey link, String why) {
        shared.remove(link.from());
        through.put(link.from(), link);
        owned.put(link.from(), why);
    }

    /** Columns that carry the account's name without a foreign key. */
    private void guessColumns(Predicate<Column> which) {
        for (Table table : catalog.tables().values()) {
            if (table.kind() == 'm' || table.kind() == 'f' || placed(table.name())) {
                continue;
            }
            table.columns().stream()
                    .filter(which)
                    .filter(column -> links.resemble(column) && !keyed(table, column))
                    .findFirst()
                    .ifPresent(column -> declared.put(
                            table.name(),
                            new Declared(
                                    column.sql() + (links.comparable(column) ? " = :key" : " = :key::text"),
                                    "no foreign key: guessed from the column's name and type")));
        }
        followTotal();
    }

    private boolean keyed(Table table, Column column) {
        return catalog.from(table.name()).stream()
                .anyMatch(link -> link.columns().contains(column.name()));
    }

    /**
     * A table that reaches accounts only by columns that may be null is owned, unless tables that are owned without it
     * refer to it and the column is not simply the account's: then it is more likely something shared (people, say) that
     * remembers an account.
     */
    private void placeNullable() {
        for (Optional<ForeignKey> next = nextNullable(); next.isPresent(); next = nextNullable()) {
            ForeignKey link = next.get();
            if (surelyOwned(link) || unlinkable(link).isEmpty()) {
                own(
                        link,
                        "refers to " + link.to() + columns(link)
                                + ", though the column may be null: rows without it are" + " nobody's");
                followTotal();
            } else {
                shared.put(
                        link.from(),
                        "owned rows refer to it, and it to " + link.to() + columns(link)
                                + " only by a column that may be null: if it is the account's own, list it as owned");
            }
        }
    }

    /** What is surely owned comes first: what hangs on it may settle the others. */
    private Optional<ForeignKey> nextNullable() {
        return nullable(this::surelyOwned).or(() -> nullable(link -> true));
    }

    private Optional<ForeignKey> nullable(Predicate<ForeignKey> which) {
        return catalog.foreignKeys().stream()
                .filter(link -> isOwned(link.to()) && !placed(link.from()) && !link.selfReference())
                .filter(which)
                .findFirst();
    }

    private boolean surelyOwned(ForeignKey link) {
        Table from = catalog.tables().get(link.from());
        boolean namedForIt = link.to().equals(root.name())
                && link.columns().stream()
                        .flatMap(name -> from.column(name).stream())
                        .anyMatch(links::namedForIt);
        return namedForIt
                || catalog.to(link.from()).stream().noneMatch(other -> !other.selfReference() && isOwned(other.from()));
    }

    private Optional<String> unlinkable(ForeignKey link) {
        Table from = catalog.tables().get(link.from());
        return link.period()
                ? Optional.empty()
                : link.columns().stream()
                        .filter(column -> !from.column(column).orElseThrow().notNull())
                        .filter(column -> !from.key().isEmpty() && !from.key().contains(column))
                        .findFirst();
    }

    /** Rows of a child are rows of the table it inherits from, but its foreign keys are not. */
    private void placeChildren() {
        boolean found = true;
        while (found) {
            found = false;
            for (Map.Entry<TableName, TableName> child : inherits.entrySet()) {
                if (!placed(child.getKey())
                        && isOwned(child.getValue())
                        && !child.getValue().equals(root.name())) {
                    declared.put(
                            child.getKey(),
                            new Declared(
                                    rows.of(child.getValue()),
                                    "inherits from " + child.getValue() + ", but not its foreign keys"));
                    found = true;
                }
            }
        }
        followTotal();
    }

    private void placeShared() {
        boolean found = true;
        while (found) {
            found = false;
            for (ForeignKey link : catalog.foreignKeys()) {
                boolean needed = isOwned(link.from()) || shared.containsKey(link.from());
                if (needed && !placed(link.to())) {
                    shared.put(link.to(), link.from() + " refers to it" + oneToOne(link));
                    found = true;
                }
            }
        }
    }

    /** Where each row is referred to once at most, it may well be a part of what refers to it. */
    private String oneToOne(ForeignKey link) {
        boolean once = isOwned(link.from())
                && catalog.tables().get(link.from()).uniqueKeys().stream()
                        .anyMatch(
                                unique -> !unique.partial() && unique.columns().equals(link.columns()));
        return once
                ? ", each row from one row at most: if they are the account's own, list it as owned, where: "
                        + SqlText.columns(link.references()) + " IN (SELECT " + SqlText.columns(link.columns())
                        + " FROM "
                        + link.from() + " WHERE " + rows.of(link.from()) + ")"
                : "";
    }

    private void unlinkShared() {
        for (ForeignKey link : catalog.foreignKeys()) {
            if (shared.containsKey(link.from()) && isOwned(link.to())) {
                unlinkable(link)
                        .ifPresent(column -> unlink.put(new ColumnName(link.from(), column), "points at " + link.to()));
            }
        }
    }

    /** Tables whose rows may be anybody's: links by type and id, and lists of accounts. */
    private void leaveOpen() {
        Map<Table, String> candidates = new LinkedHashMap<>();
        candidates.put(root, rows.of(root.name()));
        owned.keySet().stream()
                .sorted()
                .forEach(name -> candidates.put(catalog.tables().get(name), rows.of(name)));
        LooseGuesses guesses = new LooseGuesses(catalog.types(), links, candidates);
        for (Table table : catalog.tables().values()) {
            if (table.kind() == 'm' || table.kind() == 'f' || placed(table.name())) {
                continue;
            }
            guesses.of(table).ifPresent(guess -> open.put(table.name(), guess));
        }
    }

    static String columns(ForeignKey link) {
        return " (" + String.join(", ", link.columns()) + ")";
    }
}
