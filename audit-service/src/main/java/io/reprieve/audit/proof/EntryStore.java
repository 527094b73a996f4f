package io.reprieve.audit.proof;

import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.util.Optional;

/** The SQL of fetching leaves as they came. */
@ApplicationScoped
class EntryStore {
    record Leaf(long index, byte[] bytes, byte[] hash) {}

    private final LogDatabase database;

    EntryStore(LogDatabase database) {
        this.database = database;
    }

    Optional<Leaf> leaf(String eventId) {
        return database.on("SELECT index, leaf, leaf_hash FROM log_entry WHERE event_id = ?", select -> {
            select.setString(1, eventId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Leaf(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                        : Optional.empty();
            }
        });
    }
}
