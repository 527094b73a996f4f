package io.reprieve.accountdata.datamap;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.accountdata.datamap.PostgresSource.Children;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.name.TriggerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a data map's source of kind {@code postgresql}. */
final class PostgresSourceParser {

    private static final Set<String> KEYS = Set.of(
            "name",
            "kind",
            "root",
            "replicationRole",
            "owned",
            "shared",
            "unlink",
            "ignored",
            "volatile",
            "largeObjects",
            "notLinks",
            "personal",
            "triggers",
            "fence",
            "billing");

    private final JsonNode source;
    private final DataMapNodes nodes;

    PostgresSourceParser(JsonNode source, DataMapNodes nodes) {
        this.source = source;
        this.nodes = nodes;
    }

    PostgresSource parse() {
        nodes.onlyKeys(source, KEYS, "the PostgreSQL source");
        JsonNode root = nodes.mapping(source, "root", Set.of("table", "key", "children"));
        TableName rootTable = nodes.read(root.path("table"), "root.table", TableName::parse);
        Map<TableName, List<String>> identities = new HashMap<>();
        Set<TableName> shared = shared(identities);
        PostgresSource read = new PostgresSource(
                source.path("name").asText("app"),
                rootTable,
                rootKey(root.path("key")),
                children(root.path("children")),
                nodes.flag(source, "replicationRole", "the PostgreSQL source"),
                owned(rootTable),
                shared,
                Map.copyOf(identities),
                List.copyOf(nodes.names(source, "unlink", ColumnName::parse)),
                Set.copyOf(nodes.names(source, "ignored", TableName::parse)),
                Set.copyOf(nodes.names(source, "volatile", ColumnName::parse)),
                Set.copyOf(nodes.names(source, "largeObjects", ColumnName::parse)),
                Set.copyOf(nodes.names(source, "notLinks", ColumnName::parse)),
                Set.copyOf(nodes.names(source, "personal", ColumnName::parse)),
                triggers(),
                fence(),
                billing());
        eachOnce(read);
        return read;
    }

    private String rootKey(JsonNode key) {
        if (key.isContainerNode()) {
            nodes.problem("root.key is a list: account tables with a composite key are not handled yet");
        }
        return nodes.read(key, "root.key", DataMapNodes::column);
    }

    private Children children(JsonNode children) {
        if (DataMapNodes.absent(children)) {
            return Children.UNDECLARED;
        }
        return switch (children.asText()) {
            case "along" -> Children.ALONG;
            case "apart" -> Children.APART;
            default -> {
                nodes.problem("root.children is '" + children.asText() + "': it has to be along (accounts below an"
                        + " account go with it) or apart (each is an account of its own)");
                yield Children.UNDECLARED;
            }
        };
    }

    private List<OwnedTable> owned(TableName root) {
        List<OwnedTable> owned = new ArrayList<>();
        for (JsonNode item : nodes.items(source, "owned")) {
            boolean plain = item.isTextual();
            if (!plain) {
                nodes.onlyKeys(item, Set.of("table", "where", "unfenced"), "an entry of 'owned'");
            }
            TableName table = nodes.read(plain ? item : item.path("table"), "owned", TableName::parse);
            String where = plain ? null : item.path("where").asText(null);
            if (where != null && !where.contains(":key")) {
                nodes.problem("owned " + table
                        + ": its 'where' does not use :key, so that it would mean every account's rows");
            }
            boolean unfenced = nodes.flag(item, "unfenced", "owned " + table);
            if (table != null && !table.equals(root)) {
                owned.add(new OwnedTable(table, where, unfenced));
            } else if (where != null || unfenced) {
                nodes.problem("owned " + table + " is the root itself: it belongs by its key, leave the entry out");
            }
        }
        return List.copyOf(owned);
    }

    private Set<TableName> shared(Map<TableName, List<String>> identities) {
        Set<TableName> shared = new HashSet<>();
        for (JsonNode item : nodes.items(source, "shared")) {
            TableName table = nodes.read(item.isObject() ? item.path("table") : item, "shared", TableName::parse);
            if (item.isObject()) {
                nodes.onlyKeys(item, Set.of("table", "identity"), "an entry of 'shared'");
            }
            if (table == null) {
                continue;
            }
            if (!shared.add(table)) {
                nodes.problem(table + " is listed more than once under 'shared'");
            }
            if (!DataMapNodes.absent(item.path("identity"))) {
                identities.put(table, List.copyOf(nodes.names(item, "identity", DataMapNodes::column)));
            }
        }
        return Set.copyOf(shared);
    }

    private KnownTriggers triggers() {
        JsonNode triggers = nodes.mapping(source, "triggers", Set.of("fire", "mute"));
        Set<TriggerName> fire = Set.copyOf(nodes.names(triggers, "fire", TriggerName::parse));
        Set<TriggerName> mute = Set.copyOf(nodes.names(triggers, "mute", TriggerName::parse));
        fire.stream()
                .filter(mute::contains)
                .forEach(both -> nodes.problem("trigger " + both + " is under 'fire' and under 'mute': choose one"));
        return new KnownTriggers(fire, mute);
    }

    private FenceSql fence() {
        if (DataMapNodes.absent(source.path("fence"))) {
            return null;
        }
        // YAML 1.1 reads the bare keys on and off as booleans; as keys they arrive as they were written.
        JsonNode fence = nodes.mapping(source, "fence", Set.of("on", "off", "probe"));
        for (String part : List.of("on", "off")) {
            String statement = fence.path(part).asText(null);
            if (statement == null || !statement.contains(":key")) {
                nodes.problem("fence." + part + " has to be one SQL statement that uses :key");
            }
        }
        if (fence.path("probe").isContainerNode()) {
            nodes.problem("fence.probe is not SQL: webhook probes are not handled yet");
        }
        return new FenceSql(
                fence.path("on").asText(null),
                fence.path("off").asText(null),
                fence.path("probe").asText(null));
    }

    private BillingSql billing() {
        JsonNode billing = nodes.mapping(source, "billing", Set.of("openSubscriptions", "openInvoices"));
        return new BillingSql(question(billing, "openSubscriptions"), question(billing, "openInvoices"));
    }

    private String question(JsonNode billing, String name) {
        String statement = billing.path(name).asText(null);
        if (statement != null && !statement.contains(":key")) {
            nodes.problem("billing." + name + " does not use :key, so that it would count every account's");
        }
        return statement;
    }

    private void eachOnce(PostgresSource read) {
        Map<TableName, String> places = new HashMap<>();
        place(places, read.root(), "root");
        read.owned().forEach(owned -> place(places, owned.table(), "owned"));
        read.shared().forEach(table -> place(places, table, "shared"));
        read.ignored().forEach(table -> place(places, table, "ignored"));
        for (ColumnName column : read.unlink()) {
            if (!read.shared().contains(column.table())) {
                nodes.problem("unlink " + column + ": its table is not among 'shared'");
            }
        }
        for (ColumnName column : read.largeObjects()) {
            if (!Set.of("root", "owned").contains(places.getOrDefault(column.table(), "unknown"))) {
                nodes.problem("largeObjects " + column + ": its table is not among 'owned'");
            }
        }
    }

    private void place(Map<TableName, String> places, TableName table, String place) {
        if (table != null && places.putIfAbsent(table, place) != null) {
            nodes.problem(table + " is listed more than once: a table is the root, owned, shared or ignored");
        }
    }
}
