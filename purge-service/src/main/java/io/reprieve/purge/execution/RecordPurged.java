package io.reprieve.purge.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Takes account-service's tombstone over, whenever it turns up: what was carried out is decided by it, never by our memory
 * of having sent a warrant or having given up waiting for its answer.
 */
@ApplicationScoped
public class RecordPurged {
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final PurgeStore store;
    private final Database database;

    RecordPurged(AccountClient accounts, TransitionPurge transition, PurgeStore store, Database database) {
        this.accounts = accounts;
        this.transition = transition;
        this.store = store;
        this.database = database;
    }

    /** Whether a warrant of this purge was carried out, which is on record then. */
    public boolean ifErased(PurgeRequest purge) {
        if (!purge.act().warrantIsOut()) {
            return false;
        }
        Optional<JsonNode> tombstone = accounts.tombstone(purge.id());
        tombstone.ifPresent(found -> record(purge, found));
        return tombstone.isPresent();
    }

    void record(PurgeRequest purge, JsonNode tombstone) {
        database.inTransaction(() -> {
            transition.move(
                    purge.id(),
                    Exit.purged(),
                    Cause.self("purge.executed", null)
                            .with("tombstoneId", text(tombstone, "id"))
                            .with("erasedEventId", text(tombstone, "eventId"))
                            .with("digest", text(tombstone, "digest"))
                            .with("backupId", text(tombstone, "backupId"))
                            .with("warrantId", purge.act().warrantId()));
            store.tombstone(purge.id(), tombstone);
            store.warrantSettled(purge.id());
        });
    }

    private static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}
