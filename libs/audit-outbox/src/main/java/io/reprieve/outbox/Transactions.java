package io.reprieve.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction on a connection of its own, outside JTA. */
final class Transactions {
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private Transactions() {}

    static <T> T in(DataSource dataSource, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (AuditUnavailable | AuditRefused e) {
                // What the log took before it stopped answering stays marked as sent.
                connection.commit();
                throw e;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
