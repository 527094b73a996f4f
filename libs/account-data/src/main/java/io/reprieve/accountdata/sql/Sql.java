package io.reprieve.accountdata.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Plain statements on one connection. Statements are sent as they stand: no placeholders, no JDBC escapes. */
public final class Sql {

    private final Connection connection;
    private final boolean keepingPlans;

    Sql(Connection connection) {
        this(connection, false);
    }

    private Sql(Connection connection, boolean keepingPlans) {
        this.connection = connection;
        this.keepingPlans = keepingPlans;
    }

    /**
     * For queries that read the catalog: planning them takes longer than running them, and the connection is asked the same
     * ones again for the next account. They have to hold no question mark.
     */
    public Sql keepingPlans() {
        return new Sql(connection, true);
    }

    /** Takes one row. */
    public interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** Does something that the database may refuse. */
    public interface Attempt {
        void run() throws SQLException;
    }

    /** Reads the catalog. */
    public interface Reading<T> {
        T read() throws SQLException;
    }

    /** Reads one row. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public Connection connection() {
        return connection;
    }

    /** Runs a statement and says how many rows it changed; -1 when it returned rows instead. */
    public long run(String statement) throws SQLException {
        try (Statement jdbc = statement()) {
            return jdbc.execute(statement) ? -1 : jdbc.getLargeUpdateCount();
        }
    }

    public void each(String query, RowTaker taker) throws SQLException {
        if (keepingPlans) {
            try (PreparedStatement jdbc = connection.prepareStatement(query);
                    ResultSet rows = jdbc.executeQuery()) {
                takeAll(rows, taker);
            }
            return;
        }
        try (Statement jdbc = statement();
                ResultSet rows = jdbc.executeQuery(query)) {
            takeAll(rows, taker);
        }
    }

    private static void takeAll(ResultSet rows, RowTaker taker) throws SQLException {
        while (rows.next()) {
            taker.take(rows);
        }
    }

    public <T> List<T> list(String query, RowReader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        each(query, row -> found.add(reader.read(row)));
        return found;
    }

    /** Groups by the first column, an object id. */
    public <T> Map<Long, List<T>> grouped(String query, RowReader<T> reader) throws SQLException {
        Map<Long, List<T>> groups = new HashMap<>();
        each(query, row -> groups.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                .add(reader.read(row)));
        return groups;
    }

    /** The first column of the first row; null when there is none. */
    public String text(String query) throws SQLException {
        List<String> found = list(query, row -> row.getString(1));
        return found.isEmpty() ? null : found.get(0);
    }

    public long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    public boolean yes(String query) throws SQLException {
        return "t".equals(text(query));
    }

    /** Reads the catalog so that everything outside {@code pg_catalog} is printed with its schema. */
    public <T> T qualified(Reading<T> reading) throws SQLException {
        String path = text("SELECT pg_catalog.current_setting('search_path')");
        run("SET LOCAL search_path = pg_catalog, pg_temp");
        T read = reading.read();
        run("SELECT pg_catalog.set_config('search_path', " + SqlText.literal(path) + ", true)");
        return read;
    }

    /** Tries something inside the transaction; what it did is undone when it is refused. */
    public Optional<SQLException> attempt(Attempt attempt) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            attempt.run();
            connection.releaseSavepoint(before);
            return Optional.empty();
        } catch (SQLException e) {
            if (Refusals.concurrent(e) || connection.isClosed()) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return Optional.of(e);
        }
    }

    /** Ends what runs on this connection, from another thread. */
    public void cancel() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException unreachable) {
            // then it ends by itself
        }
    }

    public CopyManager copy() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private Statement statement() throws SQLException {
        Statement jdbc = connection.createStatement();
        jdbc.setEscapeProcessing(false);
        return jdbc;
    }
}
