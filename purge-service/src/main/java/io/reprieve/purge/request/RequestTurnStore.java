package io.reprieve.purge.request;

import io.reprieve.purge.approval.Keys;
import io.reprieve.purge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Each turn of the request key: one for the request, one for every release. */
@ApplicationScoped
public class RequestTurnStore {
    private final Database database;

    RequestTurnStore(Database database) {
        this.database = database;
    }

    /** @param digest {@link io.reprieve.edge.RequestDigest} over the epoch given here */
    public record RequestTurn(
            int round,
            String personId,
            String subject,
            String client,
            boolean service,
            long epoch,
            String digest,
            String keyTurnId,
            Instant at) {}

    void put(String purgeId, RequestTurn turn) {
        database.update(
                """
                INSERT INTO request_turn (purge_id, round, person_id, subject, client, service, epoch, digest, key_turn_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                purgeId,
                turn.round(),
                turn.personId(),
                turn.subject(),
                turn.client(),
                turn.service(),
                turn.epoch(),
                turn.digest(),
                turn.keyTurnId());
    }

    /** Oldest first; empty for a request that was blocked at once. */
    public List<RequestTurn> of(String purgeId) {
        return database.list(
                "SELECT * FROM request_turn WHERE purge_id = ? ORDER BY round",
                row -> new RequestTurn(
                        row.integer("round"),
                        row.text("person_id"),
                        row.text("subject"),
                        row.text("client"),
                        row.flag("service"),
                        row.number("epoch"),
                        row.text("digest"),
                        row.text("key_turn_id"),
                        row.instant("at")),
                purgeId);
    }

    /** The turn that counts. */
    public RequestTurn newest(String purgeId) {
        List<RequestTurn> turns = of(purgeId);
        return turns.get(turns.size() - 1);
    }

    public List<Keys.Holder> holders(String purgeId) {
        return of(purgeId).stream()
                .map(t -> new Keys.Holder(t.personId(), t.subject(), t.service()))
                .distinct()
                .toList();
    }
}
