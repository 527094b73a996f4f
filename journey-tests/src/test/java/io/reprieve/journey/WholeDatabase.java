package io.reprieve.journey;

import io.reprieve.localstack.DatabaseAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every row of every table of a database, as count and hash: an independent eye, sharing nothing with the engine. */
record WholeDatabase(Map<String, String> tables) {
    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'reprieve')
               AND n.nspname NOT LIKE 'pg_%'
             ORDER BY 1
            """;

    static WholeDatabase of(DatabaseAccess database) {
        Map<String, String> tables = new TreeMap<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : names(statement)) {
                try (ResultSet row = statement.executeQuery("SELECT count(*) || ' ' || "
                        + "coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '-') FROM ONLY "
                        + table + " t")) {
                    row.next();
                    tables.put(table, row.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be compared", e);
        }
        return new WholeDatabase(tables);
    }

    private static List<String> names(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** Tables that are not the same in both. */
    Set<String> differencesTo(WholeDatabase other) {
        Set<String> differing = new TreeSet<>();
        Set<String> all = new TreeSet<>(tables.keySet());
        all.addAll(other.tables.keySet());
        for (String table : all) {
            if (!Objects.equals(tables.get(table), other.tables.get(table))) {
                differing.add(table);
            }
        }
        return differing;
    }

    long rows(String table) {
        return Long.parseLong(tables.get(table).split(" ")[0]);
    }
}
