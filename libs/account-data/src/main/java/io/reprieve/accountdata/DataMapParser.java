package io.reprieve.accountdata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the YAML of a data map and names every rule it breaks. */
final class DataMapParser {

    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().loaderOptions(new LoaderOptions()).build());
    private static final Set<String> POSTGRES_KEYS =
            Set.of("name", "kind", "root", "owned", "shared", "unlink", "ignored", "volatile", "fence");
    private static final Set<String> S3_KEYS = Set.of("name", "kind", "bucket", "prefix");

    private final String yaml;
    private final List<String> problems = new ArrayList<>();

    DataMapParser(String yaml) {
        this.yaml = yaml;
    }

    DataMap parse() {
        JsonNode top = tree();
        onlyKeys(top, Set.of("sources"), "the data map");
        PostgresSource postgres = null;
        S3Source files = null;
        if (!top.path("sources").isArray() || top.path("sources").isEmpty()) {
            throw new DataMapException(List.of("'sources' is missing or empty: list the product's database under it"));
        }
        for (JsonNode source : top.path("sources")) {
            String kind = source.path("kind").asText("");
            if (kind.equals("postgresql")) {
                if (postgres != null) {
                    problems.add("a second PostgreSQL source is not handled yet: keep one");
                }
                postgres = postgres(source);
            } else if (kind.equals("s3")) {
                if (files != null) {
                    problems.add("a second S3 source is not handled yet: keep one");
                }
                files = s3(source);
            } else {
                problems.add("a source's 'kind' is '" + kind + "': it has to be postgresql or s3");
            }
        }
        if (postgres == null) {
            problems.add("no source of kind postgresql: name the product's database and its account table");
        }
        if (!problems.isEmpty()) {
            throw new DataMapException(problems);
        }
        return new DataMap(yaml, postgres, files);
    }

    private JsonNode tree() {
        try {
            JsonNode top = YAML.readTree(yaml);
            if (top == null || !top.isObject()) {
                throw new DataMapException(List.of("the data map is empty or not a mapping: start it with 'sources:'"));
            }
            return top;
        } catch (JsonProcessingException e) {
            throw new DataMapException(List.of("the data map is not YAML: " + e.getOriginalMessage()));
        }
    }

    private PostgresSource postgres(JsonNode source) {
        onlyKeys(source, POSTGRES_KEYS, "the PostgreSQL source");
        JsonNode root = source.path("root");
        onlyKeys(root, Set.of("table", "key"), "root");
        TableName rootTable = read(root.path("table"), "root.table", TableName::parse);
        if (root.path("key").isContainerNode()) {
            problems.add("root.key is a list: account tables with a composite key are not handled yet");
        }
        List<String> key = read(root.path("key"), "root.key", SqlName::split);
        if (key != null && key.size() != 1) {
            problems.add("root.key '" + root.path("key").asText() + "' is not one column name");
        }
        PostgresSource read = new PostgresSource(
                source.path("name").asText("app"),
                rootTable,
                key == null ? null : key.get(0),
                owned(source.path("owned"), rootTable),
                Set.copyOf(names(source, "shared", TableName::parse)),
                List.copyOf(names(source, "unlink", ColumnName::parse)),
                Set.copyOf(names(source, "ignored", TableName::parse)),
                Set.copyOf(names(source, "volatile", ColumnName::parse)),
                fence(source.path("fence")));
        eachOnce(read);
        return read;
    }

    private List<OwnedTable> owned(JsonNode list, TableName root) {
        List<OwnedTable> owned = new ArrayList<>();
        for (JsonNode item : list) {
            boolean plain = item.isTextual();
            if (!plain) {
                onlyKeys(item, Set.of("table", "where"), "an entry of 'owned'");
            }
            TableName table = read(plain ? item : item.path("table"), "owned", TableName::parse);
            String where = plain ? null : item.path("where").asText(null);
            if (where != null && !where.contains(":key")) {
                problems.add("owned " + table
                        + ": its 'where' does not use :key, so that it would mean every account's rows");
            }
            if (table != null && !table.equals(root)) {
                owned.add(new OwnedTable(table, where));
            } else if (where != null) {
                problems.add("owned " + table + " is the root itself: it belongs by its key, leave the entry out");
            }
        }
        return List.copyOf(owned);
    }

    private void eachOnce(PostgresSource source) {
        Map<TableName, String> places = new HashMap<>();
        List<TableName> all = new ArrayList<>();
        all.add(source.root());
        source.owned().forEach(owned -> all.add(owned.table()));
        all.addAll(source.shared());
        all.addAll(source.ignored());
        for (TableName table : all) {
            if (table != null && places.put(table, "listed") != null) {
                problems.add(table + " is listed more than once: a table is the root, owned, shared or ignored");
            }
        }
        for (ColumnName column : source.unlink()) {
            if (!source.shared().contains(column.table())) {
                problems.add("unlink " + column + ": its table is not among 'shared'");
            }
        }
    }

    private FenceSql fence(JsonNode fence) {
        if (fence.isMissingNode() || fence.isNull()) {
            return null;
        }
        onlyKeys(fence, Set.of("on", "off", "probe"), "fence");
        // YAML 1.1 reads the bare keys on and off as booleans; as keys they arrive as the texts true and false.
        String on = fence.path("on").asText(null);
        String off = fence.path("off").asText(null);
        for (String part : List.of("on", "off")) {
            String statement = fence.path(part).asText(null);
            if (statement == null || !statement.contains(":key")) {
                problems.add("fence." + part + " has to be one SQL statement that uses :key");
            }
        }
        if (fence.path("probe").isContainerNode()) {
            problems.add("fence.probe is not SQL: webhook probes are not handled yet");
        }
        return new FenceSql(on, off, fence.path("probe").asText(null));
    }

    private S3Source s3(JsonNode source) {
        onlyKeys(source, S3_KEYS, "the S3 source");
        String bucket = source.path("bucket").asText("");
        String prefix = source.path("prefix").asText("");
        if (bucket.isEmpty()) {
            problems.add("the S3 source names no bucket");
        }
        if (prefix.split("\\{key}", -1).length != 2 || !prefix.endsWith("/")) {
            problems.add("the S3 prefix '" + prefix + "' has to hold {key} once and end in a slash, or one account's"
                    + " prefix would reach into another's");
        }
        return new S3Source(source.path("name").asText("files"), bucket, prefix);
    }

    private <T> List<T> names(JsonNode source, String list, Function<String, T> reader) {
        List<T> names = new ArrayList<>();
        for (JsonNode item : source.path(list)) {
            T name = read(item, list, reader);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private <T> T read(JsonNode node, String what, Function<String, T> reader) {
        try {
            if (!node.isValueNode() || node.asText().isBlank()) {
                problems.add("'" + what + "' is missing or not a name");
                return null;
            }
            return reader.apply(node.asText());
        } catch (IllegalArgumentException e) {
            problems.add("'" + what + "': " + e.getMessage());
            return null;
        }
    }

    private void onlyKeys(JsonNode node, Set<String> known, String where) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add("'" + name + "' in " + where + " is not known to this version: known are "
                        + new TreeSet<>(known));
            }
        });
    }
}
