package io.reprieve.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** SQL on the service's own database, in the transaction at hand. */
@ApplicationScoped
public class Sql {
    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    /** Runs a change; answers how many rows it touched. */
    public int update(String sql, Object... arguments) {
        try (var connection = database.getConnection();
                var statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** All rows of a query, in its order. */
    public <T> List<T> list(Row<T> reader, String sql, Object... arguments) {
        try (var connection = database.getConnection();
                var statement = prepared(connection, sql, arguments);
                var rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return List.copyOf(found);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** The first row of a query, if there is one. */
    public <T> Optional<T> first(Row<T> reader, String sql, Object... arguments) {
        return list(reader, sql, arguments).stream().findFirst();
    }

    /** A timestamptz column, null as null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... arguments)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            if (argument instanceof Instant instant) {
                statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
            } else if (argument instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else if (argument instanceof Long[] numbers) {
                statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
            } else {
                statement.setObject(i + 1, argument);
            }
        }
        return statement;
    }

    /** A statement the database refused. */
    public static final class SqlFailure extends RuntimeException {
        SqlFailure(SQLException cause) {
            super(cause);
        }

        /** Whether a foreign key refused it. */
        public boolean isForeignKey() {
            return "23503".equals(((SQLException) getCause()).getSQLState());
        }
    }
}
