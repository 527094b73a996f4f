package io.reprieve.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What the suite's own PostgreSQL does for as many rows in as many commits, with nothing else to do. */
final class RawCommits implements AutoCloseable {
    private static final String DATABASE = "benchmark";
    /** About what a row of history, of the outbox or of key turns holds. */
    private static final String PAYLOAD = "x".repeat(600);

    private final RunningSuite suite;
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    RawCommits(RunningSuite suite, int callers) throws SQLException {
        this.suite = suite;
        onServer("DROP DATABASE IF EXISTS " + DATABASE);
        onServer("CREATE DATABASE " + DATABASE);
        try (Connection connection = suite.database(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE decision (id bigserial PRIMARY KEY, about text NOT NULL, payload text)");
            statement.execute("CREATE INDEX ON decision (about)");
        }
        for (int i = 0; i < callers; i++) {
            Connection connection = suite.database(DATABASE);
            connection.setAutoCommit(false);
            connections.add(connection);
        }
    }

    /** One decision: so many rows in each of its commits. */
    boolean commit(int... rows) {
        try {
            Connection connection = connections.take();
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO decision (about, payload) VALUES (?, ?)")) {
                for (int ofOne : rows) {
                    for (int row = 0; row < ofOne; row++) {
                        insert.setString(1, "prg_" + row);
                        insert.setString(2, PAYLOAD);
                        insert.executeUpdate();
                    }
                    connection.commit();
                }
                return true;
            } finally {
                connections.add(connection);
            }
        } catch (SQLException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        onServer("DROP DATABASE IF EXISTS " + DATABASE);
    }

    private void onServer(String sql) throws SQLException {
        try (Connection connection = suite.database("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
