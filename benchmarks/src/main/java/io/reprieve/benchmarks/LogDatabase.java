package io.reprieve.benchmarks;

import io.reprieve.audit.log.Entry;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** The log's tables in a database of their own, on the suite's server: for the sequencer alone, and for bare rows. */
final class LogDatabase implements AutoCloseable {
    private static final byte[] BINARY_HEADER =
            Arrays.copyOf("PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1), 19);

    private final RunningSuite suite;
    private final String name;
    private long next;

    LogDatabase(RunningSuite suite, String name, Path migrations) throws SQLException, IOException {
        this.suite = suite;
        this.name = name;
        onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        onServer("CREATE DATABASE " + name);
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                Stream<Path> files = Files.list(migrations)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("V"))
                    .sorted(Comparator.comparing(each -> each.getFileName().toString()))
                    .toList()) {
                statement.execute(Files.readString(file));
            }
        }
    }

    Connection connect() throws SQLException {
        return suite.database(name);
    }

    long size() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM log_entry")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Bare rows by COPY in its binary format, the fastest there is, in commits of so many. */
    void copy(List<Entry> entries, int rowsACommit) throws SQLException, IOException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (int from = 0; from < entries.size(); from += rowsACommit) {
                try (var out = new DataOutputStream(new PGCopyOutputStream(
                        connection.unwrap(PGConnection.class),
                        "COPY log_entry (index, event_id, leaf, leaf_hash) FROM STDIN (FORMAT binary)",
                        1 << 16))) {
                    out.write(BINARY_HEADER);
                    for (Entry entry : entries.subList(from, Math.min(from + rowsACommit, entries.size()))) {
                        out.writeShort(4);
                        out.writeInt(Long.BYTES);
                        out.writeLong(next++);
                        field(out, entry.id().getBytes(StandardCharsets.US_ASCII));
                        field(out, entry.leaf());
                        field(out, entry.leafHash());
                    }
                    out.writeShort(-1);
                }
                connection.commit();
            }
        }
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    /** Bare rows by batched INSERT, in commits of so many. */
    void insert(List<Entry> entries, int rowsACommit) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO log_entry (index, event_id, leaf, leaf_hash) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < entries.size(); i++) {
                insert.setLong(1, next++);
                insert.setString(2, entries.get(i).id());
                insert.setBytes(3, entries.get(i).leaf());
                insert.setBytes(4, entries.get(i).leafHash());
                insert.addBatch();
                if ((i + 1) % rowsACommit == 0 || i + 1 == entries.size()) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private void onServer(String sql) throws SQLException {
        try (Connection connection = suite.database("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
