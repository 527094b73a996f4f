package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a data map cannot list by name but was there when the product was set up for it: triggers, and columns that look like
 * links. People who write a map for a schema have seen them; what appears or changes later has been seen by nobody.
 *
 * @param definitions per trigger or column, by its name, what defines it
 */
public record KnownCatalog(Map<String, String> definitions) {

    /** Written once for each map, so that running the set-up again under the same map accepts nothing new. */
    public static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS reprieve.data_map (
                digest text PRIMARY KEY,
                at timestamptz NOT NULL DEFAULT clock_timestamp()
            )""", """
            CREATE TABLE IF NOT EXISTS reprieve.known_catalog (
                data_map text REFERENCES reprieve.data_map,
                name text,
                definition text NOT NULL,
                PRIMARY KEY (data_map, name)
            )""");

    /** The catalog as it is now. */
    public static KnownCatalog of(PostgresSource source, Catalog catalog) {
        Map<String, String> definitions = new TreeMap<>();
        new TriggersCheck(source, catalog)
                .fired()
                .keySet()
                .forEach(trigger -> definitions.put(trigger.name().toString(), trigger.definition()));
        new LooseLinksCheck(source, catalog)
                .found()
                .forEach((name, column) -> definitions.put(name.toString(), column.type()));
        return new KnownCatalog(definitions);
    }

    /** What the set-up recorded for this map; nothing where it was never run for it. */
    static KnownCatalog recorded(Sql sql, String dataMapDigest) throws SQLException {
        Map<String, String> definitions = new HashMap<>();
        if (sql.yes("SELECT coalesce(pg_catalog.has_table_privilege(pg_catalog.to_regclass('reprieve.known_catalog'),"
                + " 'SELECT'), false)")) {
            sql.each(
                    "SELECT name, definition FROM reprieve.known_catalog WHERE data_map = "
                            + SqlText.literal(dataMapDigest),
                    row -> definitions.put(row.getString("name"), row.getString("definition")));
        }
        return new KnownCatalog(definitions);
    }

    boolean has(Object name, String definition) {
        return definition.equals(definitions.get(name.toString()));
    }

    /** Records this for a map, unless something was recorded for it before. */
    public String record(String dataMapDigest) {
        String map = SqlText.literal(dataMapDigest);
        String accepted = "INSERT INTO reprieve.data_map (digest) VALUES (" + map + ") ON CONFLICT DO NOTHING";
        if (definitions.isEmpty()) {
            return accepted;
        }
        return "WITH accepted AS (" + accepted + " RETURNING digest)"
                + " INSERT INTO reprieve.known_catalog (data_map, name, definition)"
                + " SELECT digest, v.name, v.definition FROM accepted, (VALUES "
                + definitions.entrySet().stream()
                        .map(entry ->
                                "(" + SqlText.literal(entry.getKey()) + ", " + SqlText.literal(entry.getValue()) + ")")
                        .collect(Collectors.joining(", "))
                + ") AS v (name, definition)";
    }
}
