package io.reprieve.accountdata;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.PostgresVersion;
import io.reprieve.localservers.TestServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A product's database of its own on the shared test server, with the suite's two logins. */
public final class Product {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final byte[] SECRET = "a secret of thirty-two bytes, yes".getBytes(StandardCharsets.UTF_8);

    /** The version that a run of all tests is about, where it is about another one than the usual. */
    public static final PostgresVersion VERSION =
            PostgresVersion.valueOf("V" + System.getProperty("reprieve.postgres", "17"));

    private final LocalPostgres server;
    private final String database = "product_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();

    private Product() {
        server = TestServers.postgres(VERSION);
    }

    public Product(String schema) throws SQLException {
        this(VERSION, schema);
    }

    public Product(PostgresVersion version, String schema) throws SQLException {
        server = TestServers.postgres(version);
        server.createDatabase(database, "product_owner", "product_owner");
        run(schema);
    }

    /** In a database of another encoding than UTF-8. */
    static Product encoded(String encoding, String schema) throws SQLException {
        Product product = new Product();
        try (Connection connection = product.server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + product.database + " ENCODING '" + encoding
                    + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
                    + (VERSION == PostgresVersion.V15 ? "" : " LOCALE_PROVIDER libc"));
        }
        product.run(schema);
        return product;
    }

    /** Runs statements as the administrator, in autocommit. */
    public void run(String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    public String ask(String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Waits until so many sessions are held up by locks, or what runs is done. */
    public void awaitBlocked(int sessions, Future<?> running) throws SQLException, InterruptedException {
        awaitSessions(sessions, "wait_event_type = 'Lock'", running);
    }

    /** Waits until so many sessions ask for an account's lock, or what runs is done. */
    public void awaitAskingForLock(int sessions, Future<?> running) throws SQLException, InterruptedException {
        awaitSessions(sessions, "query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()", running);
    }

    private void awaitSessions(int sessions, String which, Future<?> running)
            throws SQLException, InterruptedException {
        String asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND " + which;
        for (int tries = 0; tries < 2000 && !running.isDone(); tries++) {
            if (Integer.parseInt(ask(asked)) >= sessions) {
                return;
            }
            Thread.sleep(10);
        }
    }

    public Connection connect() throws SQLException {
        return server.connect(database);
    }

    public DataSource admin() {
        return server.adminDataSource(database);
    }

    public ProductSetup.Login eraser() {
        return new ProductSetup.Login("eraser_" + database, "erase");
    }

    public ProductSetup.Login restorer() {
        return new ProductSetup.Login("restorer_" + database, "restore");
    }

    public DataSource login(ProductSetup.Login login) {
        return server.dataSource(database, login.user(), login.password());
    }

    public void setUp(DataMap map) {
        ProductSetup.apply(admin(), map, eraser(), restorer());
    }

    /** As account-service sees it. */
    AccountEngine erasing(DataMap map, Optional<ObjectStore> files) {
        return AccountEngine.of(map, login(eraser()), files);
    }

    public AccountEngine erasing(DataMap map) {
        return erasing(map, Optional.empty());
    }

    /** As backup-service sees it. */
    public AccountEngine restoring(DataMap map, Optional<ObjectStore> files) {
        return AccountEngine.of(map, login(restorer()), files);
    }

    public AccountEngine restoring(DataMap map) {
        return restoring(map, Optional.empty());
    }

    public static DigestKey digestKey(String accountId) {
        return DigestKey.derive(SECRET, accountId);
    }

    /** Takes the databases away again. */
    public void drop() {
        server.dropDatabase(database);
        server.dropDatabase("scratch_" + database);
    }

    /** Verifies in another, empty database. */
    public ScratchDatabase scratch() {
        server.createDatabase("scratch_" + database, "scratch_owner", "scratch_owner");
        return new ScratchDatabase(server.dataSource("scratch_" + database, "scratch_owner", "scratch_owner"));
    }

    /** The one value that the last of these statements gives in the scratch database. */
    public String scratchValue(String sql) throws SQLException {
        try (Connection connection = server.connect("scratch_" + database);
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Every row of every table, by nobody's code but PostgreSQL's: count and hash. The suite's own ledger is left out. */
    public Map<String, String> fingerprint() throws SQLException {
        Map<String, String> tables = new TreeMap<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            List<String> names = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT relispartition"
                    + " AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'reprieve')")) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            for (String name : names) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM " + name
                                + " t")) {
                    row.next();
                    tables.put(name, row.getLong(1) + " " + row.getString(2));
                }
            }
        }
        return tables;
    }
}
