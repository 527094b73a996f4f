package io.reprieve.accountdata.anyschema;

import static io.reprieve.accountdata.anyschema.DesignedTable.NOBODY;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a design: each belongs to one account or to nobody, and none ties two accounts together. */
final class Population {

    /** @param owner an account's number, or {@link DesignedTable#NOBODY} */
    record Row(DesignedTable table, int owner, Map<DesignedColumn, String> values) {}

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
        int n = rows.get(table).size() + 1;
        if (table.declaredThrough != null
                && wanted != NOBODY
                && of(table.declaredThrough, wanted).isEmpty()) {
            return;
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
                return;
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
        rows.get(table).add(new Row(table, owner, values));
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

    String sql() {
        StringBuilder sql = new StringBuilder();
        rows.values()
                .forEach(all -> all.forEach(row -> sql.append("INSERT INTO ")
                        .append(row.table().sql())
                        .append(" (")
                        .append(DesignedColumn.list(row.values().keySet()))
                        .append(") OVERRIDING SYSTEM VALUE VALUES (")
                        .append(String.join(", ", row.values().values()))
                        .append(");\n")));
        return sql.toString();
    }
}
