package io.reprieve.journey;

import io.reprieve.cabinet.Cabinet;
import io.reprieve.localstack.DatabaseAccess;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** A database that is dropped, and what the product's own people put in its place: its schema and its shared rows, no account. */
final class LostDatabase {
    private static final List<String> SHARED = List.of("public.plans", "public.users", "public.release");

    private static final String PARTITIONS = """
            SELECT format('CREATE TABLE IF NOT EXISTS %s PARTITION OF public.activity %s', c.oid::regclass,
                          pg_get_expr(c.relpartbound, c.oid))
              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'public.activity'::regclass
            """;

    private LostDatabase() {}

    static void replace(DatabaseAccess product) throws SQLException, IOException {
        Map<String, String> shared = new LinkedHashMap<>();
        List<String> partitions = new ArrayList<>();
        try (Connection connection = product.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(PARTITIONS)) {
            while (rows.next()) {
                partitions.add(rows.getString(1));
            }
        }
        try (Connection connection = product.dataSource().getConnection()) {
            for (String table : SHARED) {
                StringWriter rows = new StringWriter();
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", rows);
                shared.put(table, rows.toString());
            }
        }
        String name =
                product.url().substring(product.url().lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
        DatabaseAccess beside =
                new DatabaseAccess(product.url().replace("/" + name, "/postgres"), product.user(), product.password());
        try (Connection connection = beside.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name);
        }
        Cabinet.install(product.dataSource());
        try (Connection connection = product.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String partition : partitions) {
                statement.execute(partition);
            }
            for (Map.Entry<String, String> table : shared.entrySet()) {
                statement.execute("DELETE FROM " + table.getKey());
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table.getKey() + " FROM STDIN", new StringReader(table.getValue()));
            }
        }
    }
}
