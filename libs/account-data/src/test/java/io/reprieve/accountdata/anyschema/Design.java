package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.TableChoice.Circle;
import io.reprieve.accountdata.anyschema.TableChoice.Feature;
import io.reprieve.accountdata.anyschema.TableChoice.Key;
import io.reprieve.accountdata.anyschema.TableChoice.Kind;
import io.reprieve.accountdata.anyschema.TableChoice.LinkChoice;
import io.reprieve.accountdata.anyschema.TableChoice.OnDelete;
import io.reprieve.accountdata.anyschema.TableChoice.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A schema, made of what was picked. The first table is the root. */
final class Design {

    private static final LinkChoice TO_ROOT = new LinkChoice(0, true, OnDelete.NO_ACTION, Timing.AT_ONCE, false);

    final List<DesignedTable> tables = new ArrayList<>();

    Design(SchemaChoice choice) {
        add(new DesignedTable(0, choice.root(), Kind.OWNED));
        if (choice.children() != SchemaChoice.Children.NONE) {
            above(root());
        }
        for (TableChoice picked : choice.tables()) {
            Optional<DesignedTable> parent = picked.kind() == Kind.INHERITING ? heritable() : Optional.empty();
            Kind kind = picked.kind() == Kind.INHERITING && parent.isEmpty() ? Kind.OWNED : picked.kind();
            DesignedTable table = new DesignedTable(tables.size(), picked, kind);
            parent.ifPresentOrElse(from -> inherit(table, from), () -> add(table));
        }
        tables.forEach(this::closeCircle);
    }

    DesignedTable root() {
        return tables.get(0);
    }

    private void add(DesignedTable table) {
        if (table.number > 0) {
            links(table);
        }
        key(table);
        for (Link link : table.links) {
            link.columns.stream()
                    .filter(column -> !table.columns.contains(column))
                    .forEach(table.columns::add);
            if (link.unlinks()) {
                table.columns.add(link.pointsAt);
            }
        }
        table.columns.add(table.owner);
        declare(table);
        plainColumns(table);
        tables.add(table);
        selfLink(table);
    }

    /** The account above, by a key that does what the first of the root's own choices says. */
    private static void above(DesignedTable root) {
        OnDelete onDelete = root.choice.links().stream()
                .findFirst()
                .map(LinkChoice::onDelete)
                .orElse(OnDelete.NO_ACTION);
        LinkChoice picked = new LinkChoice(0, false, onDelete, Timing.AT_ONCE, false);
        root.columns.addAll(link(root, root, picked).columns);
    }

    private Optional<DesignedTable> heritable() {
        return tables.stream()
                .filter(earlier -> earlier.kind == Kind.OWNED && earlier.number > 0 && !earlier.key.isEmpty())
                .filter(earlier -> !earlier.hasRequiredSelfLink())
                .reduce((one, later) -> later);
    }

    private void inherit(DesignedTable table, DesignedTable parent) {
        table.parent = parent;
        table.key.addAll(parent.key);
        table.columns.addAll(parent.columns);
        table.columns.add(table.owner);
        table.unique = parent.unique;
        table.span = parent.span;
        table.scan = parent.scan;
        for (Link link : List.copyOf(parent.links)) {
            if (!link.toItself()) {
                new Link(table, link.to, link.columns, link.choice);
            }
        }
        plainColumns(table);
        tables.add(table);
    }

    private void links(DesignedTable table) {
        for (LinkChoice picked : table.choice.links()) {
            int target = picked.target() % (tables.size() + 1);
            boolean refers = target < tables.size() && !tables.get(target).key.isEmpty();
            if (refers && (table.owned() || table.choice.key() != Key.NONE)) {
                link(table, tables.get(target), picked);
            }
        }
        if (table.owned() && !table.kind.declared() && table.links.stream().noneMatch(Link::toOwned)) {
            link(table, root(), TO_ROOT);
        }
    }

    private static Link link(DesignedTable from, DesignedTable to, LinkChoice picked) {
        List<DesignedColumn> columns = new ArrayList<>();
        to.key.forEach(key -> columns.add(DesignedColumn.of(from.column("link"), key.type())));
        return new Link(from, to, columns, picked);
    }

    private static void key(DesignedTable table) {
        Key kind = table.number == 0 ? Key.SINGLE : table.choice.key();
        if (kind == Key.NONE) {
            return;
        }
        Optional<Link> carried =
                table.links.stream().filter(link -> link.required).findFirst();
        if (kind == Key.WITH_LINK && carried.isPresent()) {
            table.key.addAll(carried.get().columns);
        } else if (kind == Key.COMPOSITE) {
            table.key.add(DesignedColumn.of(table.column("first"), "text"));
        }
        if (table.kind == Kind.BY_LIST || table.kind == Kind.BY_RANGE) {
            table.partitionBy = DesignedColumn.of(table.column("part"), "integer");
            table.key.add(table.partitionBy);
        }
        KeyType type = table.choice.keyType();
        boolean identity = type.generation.contains("IDENTITY");
        String generation = type == KeyType.SERIAL
                ? "DEFAULT nextval('" + TableSql.sequence(table).replace("'", "''") + "')"
                : identity && table.kind.partitioned() ? "" : type.generation;
        String name = table.number == 0 ? table.choice.naming().of("key", Naming.ROOT_KEY) : table.column("id");
        table.key.add(new DesignedColumn(name, type.sql, null, generation));
        table.columns.addAll(table.key);
    }

    private void declare(DesignedTable table) {
        if (!table.kind.declared()) {
            return;
        }
        String root = root().key.get(0).type();
        String type =
                switch (table.kind) {
                    case DECLARED_BY_COLUMN -> root;
                    case DECLARED_IN_ARRAY -> root + "[]";
                    case DECLARED_IN_JSON -> "jsonb";
                    default -> "text";
                };
        table.declared = DesignedColumn.of(table.column("whose"), type);
        table.columns.add(table.declared);
        if (table.kind == Kind.DECLARED_BY_TYPE_AND_ID) {
            table.declaredThrough = tables.stream()
                    .filter(other ->
                            !other.key.isEmpty() && other.linkToRoot(root()).isPresent())
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void plainColumns(DesignedTable table) {
        if (table.has(Feature.UNIQUE_COLUMN)
                || table.has(Feature.PARTIAL_UNIQUE)
                || table.has(Feature.EXPRESSION_UNIQUE)) {
            table.unique = DesignedColumn.of(table.column("unique"), "text");
            table.columns.add(table.unique);
        }
        if (table.has(Feature.EXCLUSION)) {
            table.span = DesignedColumn.of(table.column("span"), "int4range");
            table.columns.add(table.span);
        }
        if (table.has(Feature.VOLATILE_COLUMN)) {
            table.changing = DesignedColumn.of("changing_" + table.number, "timestamptz");
            table.columns.add(table.changing);
        }
        if (table.has(Feature.LARGE_OBJECT)) {
            table.scan = DesignedColumn.of("scan_" + table.number, "oid");
            table.columns.add(table.scan);
        }
        for (ColumnType type : table.choice.columns()) {
            String more = table.has(Feature.DEFAULTED_COLUMN) ? "DEFAULT " + type.value(0) : "";
            table.columns.add(new DesignedColumn("c_" + table.number + table.column("c"), type.sql, type, more));
        }
    }

    private void selfLink(DesignedTable table) {
        if (!table.key.isEmpty() && table.number > 0) {
            table.choice.links().stream()
                    .filter(picked -> picked.target() % tables.size() == table.number)
                    .findFirst()
                    .ifPresent(picked -> table.columns.addAll(link(table, table, picked).columns));
        }
    }

    /** A key from an earlier table to this one. */
    private void closeCircle(DesignedTable table) {
        Circle circle = table.choice.circle();
        if (circle == Circle.NONE || table.number == 0 || table.key.isEmpty() || !table.owned()) {
            return;
        }
        DesignedTable from = tables.get(table.choice.circleFrom() % table.number);
        if (from.owned() && from.parent == null && tables.stream().noneMatch(other -> other.parent == from)) {
            boolean required = circle == Circle.REQUIRED || circle == Circle.REQUIRED_DEFERRED;
            Timing timing = circle == Circle.REQUIRED_DEFERRED ? Timing.DEFERRED : Timing.AT_ONCE;
            LinkChoice picked = new LinkChoice(table.number, required, OnDelete.NO_ACTION, timing, false);
            from.columns.addAll(link(from, table, picked).columns);
        }
    }
}
