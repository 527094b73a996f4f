package io.reprieve.accountdata.datamap;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.accountdata.name.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads a data map's values and keeps every problem met on the way, so that all can be named at once. */
final class DataMapNodes {

    private final List<String> problems = new ArrayList<>();

    void problem(String problem) {
        problems.add(problem);
    }

    void refuse() {
        if (!problems.isEmpty()) {
            throw new DataMapException(problems);
        }
    }

    /** The value read; null, with a problem kept, where it cannot be. */
    <T> T read(JsonNode node, String what, Function<String, T> reader) {
        try {
            if (!node.isValueNode() || node.asText().isBlank()) {
                problem("'" + what + "' is missing or not a name");
                return null;
            }
            return reader.apply(node.asText());
        } catch (IllegalArgumentException e) {
            problem("'" + what + "': " + e.getMessage());
            return null;
        }
    }

    /** The names of a list that may be left out. */
    <T> List<T> names(JsonNode parent, String list, Function<String, T> reader) {
        List<T> names = new ArrayList<>();
        for (JsonNode item : items(parent, list)) {
            T name = read(item, list, reader);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** The items of a list that may be left out. */
    Iterable<JsonNode> items(JsonNode parent, String list) {
        JsonNode node = parent.path(list);
        if (!absent(node) && !node.isArray()) {
            problem("'" + list + "' is not a list: write it as [" + (node.isValueNode() ? node.asText() : "…") + "]");
            return List.of();
        }
        return node;
    }

    /** A yes or no that means no where it is left out. */
    boolean flag(JsonNode parent, String name, String where) {
        JsonNode node = parent.path(name);
        if (!absent(node) && !node.isBoolean()) {
            problem("'" + name + "' in " + where + " is '" + node.asText() + "': it has to be true or false");
        }
        return node.asBoolean(false);
    }

    /** A mapping that may be left out, with these keys alone. */
    JsonNode mapping(JsonNode parent, String name, Set<String> known) {
        JsonNode node = parent.path(name);
        if (!absent(node) && !node.isObject()) {
            problem("'" + name + "' is not a mapping: known in it are " + new TreeSet<>(known));
        }
        onlyKeys(node, known, name);
        return node;
    }

    void onlyKeys(JsonNode node, Set<String> known, String where) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem("'" + name + "' in " + where + " is not known to this version: known are "
                        + new TreeSet<>(known));
            }
        });
    }

    /** Reads one column's name, folded as PostgreSQL would. */
    static String column(String text) {
        List<String> parts = SqlName.split(text);
        if (parts.size() != 1) {
            throw new IllegalArgumentException("'" + text + "' is not one column name");
        }
        return parts.get(0);
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
