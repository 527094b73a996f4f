package io.reprieve.benchmarks;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.localservers.LocalPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The generated databases on one server: templates that nobody connects to, and copies of them to measure on. */
final class Product {

    static final ProductSetup.Login ERASER = new ProductSetup.Login("bench_eraser", "bench_eraser");
    static final ProductSetup.Login RESTORER = new ProductSetup.Login("bench_restorer", "bench_restorer");

    private static final String CHECKED_IN_SETS = "    replicationRole: true\n";

    private final LocalPostgres server;

    Product(LocalPostgres server) {
        this.server = server;
    }

    /** @param fast whether the logins may set {@code session_replication_role} */
    static DataMap dataMap(boolean fast) {
        return DataMap.parse(resource("data-map.yaml") + (fast ? CHECKED_IN_SETS : ""));
    }

    /** The same with the objects of each account in a bucket. */
    static DataMap dataMapWithObjects(boolean fast) {
        return DataMap.parse(resource("data-map.yaml") + (fast ? CHECKED_IN_SETS : "") + """
                  - name: files
                    kind: s3
                    bucket: bench-files
                    prefix: "accounts/{key}/"
                """);
    }

    void generate(String database, int documents, int others) throws SQLException {
        generate(database, documents, others, 0);
    }

    /** @param alike accounts of 1,000 rows beside the others, numbered from 1001 */
    void generate(String database, int documents, int others, int alike) throws SQLException {
        server.createDatabase(database, "bench_owner", "bench_owner");
        try (Connection connection = server.connect(database);
                Statement sql = connection.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute("SET bench.documents = " + documents + "; SET bench.others = " + others + "; SET bench.alike = "
                    + alike);
            for (String script : new String[] {"tables.sql", "rows.sql", "keys.sql"}) {
                sql.execute(resource(script));
            }
        }
        ProductSetup.apply(server.adminDataSource(database), dataMap(true), ERASER, RESTORER);
        settle(database);
    }

    /** As autovacuum would leave it. */
    void settle(String database) throws SQLException {
        run(database, "VACUUM (FREEZE, ANALYZE)");
        run(database, "CHECKPOINT");
    }

    /** Copies a database file by file: the same bytes every time. */
    void copy(String template, String copy) throws SQLException {
        drop(copy);
        run("postgres", "CREATE DATABASE " + copy + " TEMPLATE " + template + " STRATEGY FILE_COPY");
        run("postgres", "GRANT CONNECT, TEMPORARY ON DATABASE " + copy + " TO bench_eraser, bench_restorer");
    }

    void drop(String database) {
        server.dropDatabase(database);
    }

    void run(String database, String statement) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement sql = connection.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute(statement);
        }
    }

    long size(String database) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement sql = connection.createStatement();
                var row = sql.executeQuery("SELECT pg_database_size('" + database + "')")) {
            row.next();
            return row.getLong(1);
        }
    }

    LocalPostgres server() {
        return server;
    }

    private static String resource(String name) {
        try (InputStream in = Product.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
