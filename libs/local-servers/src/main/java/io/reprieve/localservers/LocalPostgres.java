package io.reprieve.localservers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL (17 unless told otherwise) on 127.0.0.1, run from its own binaries as root or as an ordinary user. The data folder persists;
 * a run that was killed is cleared up by the next one on the same folder.
 */
public final class LocalPostgres implements AutoCloseable {
    /** The administrator (a superuser) and their password: loopback only, local and test servers only. */
    public static final String ADMIN = "postgres";

    public static final String ADMIN_PASSWORD = "postgres";

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

    private final OwnedProcess process;
    private final FolderLock lock;
    private final int port;

    private LocalPostgres(OwnedProcess process, FolderLock lock, int port) {
        this.process = process;
        this.lock = lock;
        this.port = port;
    }

    /** Starts on {@code dataDir} (made when absent) and {@code port} (0: any free one). */
    public static LocalPostgres start(Path dataDir, int port) {
        return start(PostgresVersion.DEFAULT, dataDir, port);
    }

    /** Starts another version. A folder stays with the version that made it. */
    public static LocalPostgres start(PostgresVersion version, Path dataDir, int port) {
        return start(version, dataDir, port, Map.of(), message -> {});
    }

    /**
     * Starts with settings of its own.
     *
     * @param settings server settings, such as {@code wal_level}
     * @param progress is told, in a sentence each, what takes time
     * @throws IllegalStateException when another running JVM has this folder, or the server does not come up
     */
    public static LocalPostgres start(Path dataDir, int port, Map<String, String> settings, Consumer<String> progress) {
        return start(PostgresVersion.DEFAULT, dataDir, port, settings, progress);
    }

    /** Starts another version, with settings of its own. */
    public static LocalPostgres start(
            PostgresVersion version, Path dataDir, int port, Map<String, String> settings, Consumer<String> progress) {
        Path data = dataDir.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.tryTake(data)
                .orElseThrow(() -> new IllegalStateException("Another running process uses " + data));
        try {
            PostgresBinaries binaries = PostgresBinaries.unpacked(version, progress);
            new PostgresFolder(data, binaries).prepare(ADMIN_PASSWORD, progress);
            return launched(binaries, data, port, settings, progress, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LocalPostgres launched(
            PostgresBinaries binaries,
            Path data,
            int wanted,
            Map<String, String> settings,
            Consumer<String> progress,
            FolderLock lock) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.orFree(wanted);
            OwnedProcess process = OwnedProcess.start(spec(binaries, data, port, settings));
            try {
                process.await(STARTS_WITHIN, progress, () -> answers(port));
                return new LocalPostgres(process, lock, port);
            } catch (IllegalStateException e) {
                process.close();
                // between finding a free port and binding it, somebody else may have taken it
                if (wanted != 0
                        || attempt == ATTEMPTS_AT_A_FREE_PORT
                        || !e.getMessage().contains("could not bind")) {
                    throw e;
                }
            }
        }
    }

    private static OwnedProcess.Spec spec(
            PostgresBinaries binaries, Path data, int port, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", "300",
                "timezone", "UTC",
                "log_timezone", "UTC"));
        all.putAll(settings);
        List<String> command = new ArrayList<>(
                List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-p", String.valueOf(port)));
        all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        Path log = data.resolveSibling(data.getFileName() + ".log");
        return OwnedProcess.Spec.of("PostgreSQL", PostgresFolder.asOrdinaryUser(command), data, log)
                .stoppedBy("INT");
    }

    private static boolean answers(int port) {
        if (!Ports.inUse(port)) {
            return false;
        }
        try (Connection connection = DriverManager.getConnection(url(port, "postgres"), ADMIN, ADMIN_PASSWORD)) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /**
     * Makes a login role and a database of its own, which no other role may connect to; does nothing where they exist
     * (the password is set again).
     */
    public void createDatabase(String name, String owner, String password) {
        try (Connection admin = connect("postgres")) {
            createRole(admin, owner, password);
            if (!exists(admin, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                run(admin, "CREATE DATABASE " + quoted(name) + " OWNER " + quoted(owner));
                run(admin, "REVOKE ALL ON DATABASE " + quoted(name) + " FROM PUBLIC");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create database " + name, e);
        }
    }

    /** Makes a login role without any right, or sets the password of the one that is there. */
    public void createRole(String name, String password) {
        try (Connection admin = connect("postgres")) {
            createRole(admin, name, password);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create role " + name, e);
        }
    }

    private static void createRole(Connection admin, String name, String password) throws SQLException {
        boolean there = exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = ?", name);
        run(
                admin,
                (there ? "ALTER" : "CREATE") + " ROLE " + quoted(name) + " LOGIN PASSWORD '"
                        + password.replace("'", "''") + "'");
    }

    /** Drops a database, ending whatever is connected to it; does nothing when it is not there. */
    public void dropDatabase(String name) {
        try (Connection admin = connect("postgres")) {
            run(admin, "DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot drop database " + name, e);
        }
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/<database>}. */
    public String jdbcUrl(String database) {
        return url(port, database);
    }

    /** Connections of one role to one database, unpooled. */
    public DataSource dataSource(String database, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** Connections of the administrator to one database, unpooled. */
    public DataSource adminDataSource(String database) {
        return dataSource(database, ADMIN, ADMIN_PASSWORD);
    }

    /** A connection of the administrator. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), ADMIN, ADMIN_PASSWORD);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the server: running transactions are rolled back, committed ones are safe. */
    @Override
    public void close() {
        process.close();
        lock.close();
    }

    /** Ends the server as a crash would. */
    public void kill() {
        process.kill();
        lock.close();
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
