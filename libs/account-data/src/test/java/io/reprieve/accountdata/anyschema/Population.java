package io.reprieve.accountdata.anyschema;

import static io.reprieve.accountdata.anyschema.DesignedTable.NOBODY;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of a design: each belongs to one account or to nobody, and none ties two accounts together. */
final class Population {

    /** @param owner an account's number, or {@link DesignedTable#NOBODY} */
    record Row(DesignedTable table, int owner, Map<DesignedColumn, String> values) {

        String insert() {
            return "INSERT INTO " + table.sql() + " (" + DesignedColumn.list(values.keySet())
                    + ") OVERRIDING SYSTEM VALUE VALUES (" + String.join(", ", values.values()) + ")";
        }

        /** Finds the row again by its key; empty where its table has none. */
        Optional<String> byKey() {
            return table.key.stream()
                    .map(column -> column.sql() + " = " + values.get(column))
                    .reduce((one, other) -> one + " AND " + other);
        }
    }

    private final Design design;
    private final SchemaChoice choice;
    private final Map<DesignedTable, List<Row>> rows = new LinkedHashMap<>();

    Population(Design design, SchemaChoice choice) {
        this.design = design;
        this.choice = choice;
        for (DesignedTable table : design.tables) {
            rows.put(table, new ArrayList<>());
            for (int owner = NOBODY; owner < choice.accounts(); owner++) {
                for (int nth = 0; nth < count(table, owner); nth++) {
                    add(table, owner);
                }
            }
        }
        for (DesignedTable table : design.tables) {
            for (Link link : table.links) {
                if (link.to.number > table.number) {
                    closeCircle(link);
                }
            }
        }
    }

    private int count(DesignedTable table, int owner) {
        if (table.number == 0) {
            return owner == NOBODY ? 0 : 1;
        }
        if (!table.owned()) {
            return owner == NOBODY ? 2 : 0;
        }
        boolean evenly = choice.oddity() == 0 || owner == choice.chosen();
        return evenly ? table.choice.rows() : (choice.oddity() + owner + table.number) % (table.choice.rows() + 1);
    }

    private void add(DesignedTable table, int wanted) {
        make(table, wanted, rows.get(table).size() + 1).ifPresent(rows.get(table)::add);
    }

    /** A row that comes later; the number tells it from all others of its table. */
    Optional<Row> late(DesignedTable table, int wanted, int n) {
        Optional<Row> made = make(table, wanted, 500 + n);
        for (Link link : table.links) {
            if (made.isPresent() && link.to.number > table.number) {
                Optional<Row> target = target(link, made.get().owner(), n);
                if (target.isEmpty() && link.required) {
                    return Optional.empty();
                }
                refer(made.get().values(), link, target);
            }
        }
        return made;
    }

    private Optional<Row> make(DesignedTable table, int wanted, int n) {
        if (table.declaredThrough != null
                && wanted != NOBODY
                && of(table.declaredThrough, wanted).isEmpty()) {
            return Optional.empty();
        }
        Map<DesignedColumn, String> values = new LinkedHashMap<>();
        RowValues.fill(values, table, n, choice.oddity());
        boolean tied = false;
        for (Link link : table.links) {
            if (link.to.number > table.number || link.toItself()) {
                continue;
            }
            Optional<Row> target = target(link, wanted, n);
            if (target.isEmpty() && link.required) {
                return Optional.empty();
            }
            refer(values, link, target);
            tied |= link.toOwned() && target.isPresent();
        }
        int owner = table.number == 0 || table.kind.declared() || tied ? wanted : NOBODY;
        owner = selfLinks(table, values, n, wanted, owner);
        values.put(table.owner, String.valueOf(owner));
        if (table.parent != null) {
            values.put(table.parent.owner, String.valueOf(owner));
        }
        if (table.declared != null) {
            values.put(table.declared, new Declaration(table, design.root()).value(owner, rows));
        }
        return Optional.of(new Row(table, owner, values));
    }

    private List<Row> of(DesignedTable table, int owner) {
        return rows.get(table).stream().filter(row -> row.owner() == owner).toList();
    }

    /** A row that has no other tie may still hang below one of its table. */
    private int selfLinks(DesignedTable table, Map<DesignedColumn, String> values, int n, int wanted, int sofar) {
        int owner = sofar;
        for (Link link : table.links) {
            if (!link.toItself()) {
                continue;
            }
            if (table.number == 0) {
                refer(values, link, above(wanted));
                continue;
            }
            int below = table.owned() && !table.belongsByRequiredLink() && !table.kind.declared() ? wanted : owner;
            Optional<Row> target = target(link, table.owned() ? below : NOBODY, n);
            boolean moves = target.isPresent() && owner == NOBODY && table.owned();
            owner = moves ? target.get().owner() : owner;
            if (target.isPresent() && target.get().owner() != owner) {
                target = Optional.empty();
            }
            if (target.isEmpty() && link.required) {
                for (int at = 0; at < link.columns.size(); at++) {
                    values.put(link.columns.get(at), values.get(table.key.get(at)));
                }
            } else {
                refer(values, link, target);
            }
        }
        return owner;
    }

    private Optional<Row> above(int account) {
        OptionalInt above = choice.above(account);
        return above.isEmpty()
                ? Optional.empty()
                : of(design.root(), above.getAsInt()).stream().findFirst();
    }

    /** A row of the same owner to refer to; for shared rows that point at owned ones, of any. */
    private Optional<Row> target(Link link, int owner, int n) {
        boolean leftOut = !link.required && choice.oddity() > 0 && (choice.oddity() + n + link.columns.size()) % 4 == 0;
        List<Row> found = rows.get(link.to).stream()
                .filter(row -> link.unlinks() || !link.toOwned() || row.owner() == owner)
                .toList();
        return leftOut || found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get((choice.oddity() * 7 + n) % found.size()));
    }

    private void refer(Map<DesignedColumn, String> values, Link link, Optional<Row> target) {
        for (int at = 0; at < link.columns.size(); at++) {
            DesignedColumn key = link.to.key.get(at);
            boolean partly = at > 0
                    && target.isEmpty()
                    && choice.oddity() % 2 == 1
                    && !rows.get(link.to).isEmpty();
            String value = target.map(row -> row.values().get(key)).orElse("NULL");
            values.put(
                    link.columns.get(at),
                    partly ? rows.get(link.to).get(0).values().get(key) : value);
        }
        if (link.unlinks()) {
            values.put(
                    link.pointsAt,
                    target.map(row -> String.valueOf(row.owner())).orElse("NULL"));
        }
    }

    private void closeCircle(Link link) {
        List<Row> sources = rows.get(link.from);
        List<Optional<Row>> targets = new ArrayList<>();
        for (int n = 0; n < sources.size(); n++) {
            targets.add(target(link, sources.get(n).owner(), n));
        }
        link.required &= targets.stream().allMatch(Optional::isPresent);
        for (int n = 0; n < sources.size(); n++) {
            refer(sources.get(n).values(), link, targets.get(n));
        }
    }

    List<Row> rows(DesignedTable table) {
        return rows.get(table);
    }

    String sql() {
        StringBuilder sql = new StringBuilder();
        rows.values()
                .forEach(all -> all.forEach(row ->
                        sql.append(LargeObject.create(row)).append(row.insert()).append(";\n")));
        return sql.toString();
    }
}
