package io.reprieve.benchmarks;

import io.reprieve.localservers.LocalPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** PostgreSQL's own clients, as Debian's postgresql-client brings them; where they are absent, the driver's CopyManager. */
final class Clients {

    private static final Path PSQL = Path.of("/usr/bin/psql");
    private static final Path PG_DUMP = Path.of("/usr/bin/pg_dump");
    private static final Path PG_RESTORE = Path.of("/usr/bin/pg_restore");

    private final LocalPostgres server;

    Clients(LocalPostgres server) {
        this.server = server;
    }

    boolean psql() {
        return Files.isExecutable(PSQL);
    }

    boolean pgDump() {
        return Files.isExecutable(PG_DUMP);
    }

    String copyName() {
        return psql() ? "psql COPY" : "CopyManager (no psql here)";
    }

    /** One COPY after the other, in one transaction, a file each. */
    void copyOut(String database, List<HandWritten.Share> shares, Path folder) throws Exception {
        Files.createDirectories(folder);
        if (psql()) {
            List<String> commands = new ArrayList<>(List.of("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
            shares.forEach(share ->
                    commands.add("\\copy (" + share.select() + ") TO '" + folder.resolve(share.table()) + "'"));
            commands.add("COMMIT");
            psql(database, commands);
            return;
        }
        try (Connection connection = server.connect(database)) {
            connection.setAutoCommit(false);
            for (HandWritten.Share share : shares) {
                try (OutputStream file = Files.newOutputStream(folder.resolve(share.table()))) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("COPY (" + share.select() + ") TO STDOUT", file);
                }
            }
        }
    }

    /** One COPY after the other from what {@link #copyOut} wrote, in one transaction. */
    void copyIn(String database, List<HandWritten.Share> shares, Path folder) throws Exception {
        if (psql()) {
            List<String> commands = new ArrayList<>(List.of("BEGIN"));
            shares.forEach(
                    share -> commands.add("\\copy " + share.table() + " FROM '" + folder.resolve(share.table()) + "'"));
            commands.add("COMMIT");
            psql(database, commands);
            return;
        }
        try (Connection connection = server.connect(database)) {
            connection.setAutoCommit(false);
            for (HandWritten.Share share : shares) {
                try (var file = Files.newInputStream(folder.resolve(share.table()))) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("COPY " + share.table() + " FROM STDIN", file);
                }
            }
            connection.commit();
        }
    }

    /** On the server, into nothing. */
    void copyToNothing(String database, List<HandWritten.Share> shares) throws SQLException {
        try (Connection connection = server.connect(database);
                var sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (HandWritten.Share share : shares) {
                sql.execute("COPY (" + share.select() + ") TO '/dev/null'");
            }
        }
    }

    /** One DELETE after the other, in one transaction. */
    void delete(String database, List<HandWritten.Share> shares) throws SQLException {
        try (Connection connection = server.connect(database);
                var sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (HandWritten.Share share : shares) {
                sql.executeUpdate(share.delete());
            }
            connection.commit();
        }
    }

    /** As a login that row-level security shows one account alone. */
    void dump(String database, String user, Path file) throws Exception {
        run(List.of(
                PG_DUMP.toString(),
                "--enable-row-security",
                "-Fc",
                "--no-owner",
                "--schema=public",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(server.port()),
                "-U",
                user,
                "-f",
                file.toString(),
                database));
    }

    /** The whole database, as an administrator keeps it. */
    void dumpWhole(String database, Path folder) throws Exception {
        run(with(PG_DUMP, "-Fd", "-Z1", "-j2", "--no-owner", "--schema=public", "-f", folder.toString(), database));
    }

    /** Into an empty database. */
    void restoreWhole(Path folder, String database, int jobs) throws Exception {
        run(with(PG_RESTORE, "-j" + jobs, "--no-owner", "-d", database, folder.toString()));
    }

    private List<String> with(Path program, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-h", "127.0.0.1", "-p", String.valueOf(server.port()), "-U", LocalPostgres.ADMIN));
        command.addAll(List.of(options));
        return command;
    }

    private void psql(String database, List<String> commands) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                PSQL.toString(),
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(server.port()),
                "-U",
                LocalPostgres.ADMIN,
                "-d",
                database));
        for (String each : commands) {
            command.addAll(List.of("-c", each));
        }
        run(command);
    }

    private void run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PGPASSWORD", LocalPostgres.ADMIN_PASSWORD, "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + " failed: " + said);
        }
    }
}
