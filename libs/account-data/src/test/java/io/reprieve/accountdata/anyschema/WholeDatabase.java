package io.reprieve.accountdata.anyschema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Every row of a database as text, partition by partition, every large object, and every sequence; read with none of the engine's code. The
 * suite's own schema is left out.
 *
 * @param tables rows per table or partition, each row as its columns and their texts, in a fixed order
 * @param sequences where each sequence stands
 */
record WholeDatabase(Map<String, List<Map<String, String>>> tables, Map<String, Long> sequences) {

    private static final String OURS =
            " AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'reprieve')";

    static WholeDatabase read(Connection connection) throws SQLException {
        Map<String, List<Map<String, String>>> tables = new TreeMap<>();
        Map<String, Long> sequences = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET IntervalStyle = 'iso_8601'");
            for (Map.Entry<String, String> table : named(
                            statement,
                            "SELECT format('%I.%I', n.nspname, c.relname), string_agg(format('%I::text AS %I', a.attname,"
                                    + " a.attname), ', ' ORDER BY a.attname) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                                    + " c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND"
                                    + " NOT a.attisdropped WHERE c.relkind = 'r'" + OURS + " GROUP BY 1")
                    .entrySet()) {
                tables.put(
                        table.getKey(), rows(statement, "SELECT " + table.getValue() + " FROM ONLY " + table.getKey()));
            }
            tables.put("large objects", rows(statement, LargeObject.ALL));
            for (String sequence : named(
                            statement,
                            "SELECT format('%I.%I', n.nspname, c.relname), '' FROM pg_class c JOIN pg_namespace n ON n.oid"
                                    + " = c.relnamespace WHERE c.relkind = 'S'" + OURS)
                    .keySet()) {
                try (ResultSet row = statement.executeQuery("SELECT last_value FROM " + sequence)) {
                    row.next();
                    sequences.put(sequence, row.getLong(1));
                }
            }
        }
        return new WholeDatabase(tables, sequences);
    }

    private static Map<String, String> named(Statement statement, String query) throws SQLException {
        Map<String, String> found = new TreeMap<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                found.put(row.getString(1), row.getString(2));
            }
        }
        return found;
    }

    private static List<Map<String, String>> rows(Statement statement, String query) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            int width = row.getMetaData().getColumnCount();
            while (row.next()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int at = 1; at <= width; at++) {
                    values.put(row.getMetaData().getColumnName(at), row.getString(at));
                }
                rows.add(values);
            }
        }
        return sorted(rows);
    }

    private static List<Map<String, String>> sorted(List<Map<String, String>> rows) {
        rows.sort((one, other) -> one.toString().compareTo(other.toString()));
        return Collections.unmodifiableList(rows);
    }

    /** The same database with each row changed, or left out where that gives null. */
    WholeDatabase with(UnaryOperator<Map<String, String>> change) {
        Map<String, List<Map<String, String>>> changed = new TreeMap<>();
        tables.forEach((table, rows) -> changed.put(
                table,
                sorted(rows.stream()
                        .map(row -> change.apply(new LinkedHashMap<>(row)))
                        .filter(row -> row != null)
                        .collect(Collectors.toCollection(ArrayList::new)))));
        return new WholeDatabase(changed, sequences);
    }

    /** Each table that differs, with the rows that only one of the two has; empty when the rows are the same. */
    String differences(WholeDatabase other) {
        StringBuilder told = new StringBuilder();
        if (!tables.keySet().equals(other.tables.keySet())) {
            told.append("other tables: ").append(other.tables.keySet());
        }
        tables.forEach((table, rows) -> {
            List<Map<String, String>> theirs = other.tables.getOrDefault(table, List.of());
            if (!rows.equals(theirs)) {
                told.append('\n').append(table).append("\n  only before: ").append(without(rows, theirs));
                told.append("\n  only after:  ").append(without(theirs, rows));
            }
        });
        return told.toString();
    }

    private static List<Map<String, String>> without(List<Map<String, String>> rows, List<Map<String, String>> others) {
        List<Map<String, String>> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }
}
