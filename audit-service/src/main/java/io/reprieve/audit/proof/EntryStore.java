package io.reprieve.audit.proof;

import io.reprieve.audit.log.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The SQL of fetching leaves as they came. */
@ApplicationScoped
class EntryStore {
    record Leaf(long index, byte[] bytes, byte[] hash) {}

    private final DataSource dataSource;

    EntryStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Optional<Leaf> leaf(String eventId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT index, leaf, leaf_hash FROM log_entry WHERE event_id = ?")) {
            select.setString(1, eventId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Leaf(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
