package io.reprieve.account.keyturn;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.account.Sql;
import io.reprieve.edge.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** account-service's own record of who turned which key. Rows are only ever added. */
@ApplicationScoped
public class KeyTurns {
    private final Sql sql;

    KeyTurns(Sql sql) {
        this.sql = sql;
    }

    /** Every key turned for a purge, in order. */
    public List<KeyTurn> of(String purgeRequestId) {
        return sql.list(
                KeyTurns::keyTurn, "SELECT * FROM key_turn WHERE purge_request_id = ? ORDER BY at, id", purgeRequestId);
    }

    /** This very act, if it is on record. */
    Optional<KeyTurn> same(String purgeRequestId, Turn turn, String personId, String digest) {
        return sql.first(
                KeyTurns::keyTurn,
                "SELECT * FROM key_turn WHERE purge_request_id = ? AND turn = ? AND person_id = ? AND digest = ?",
                purgeRequestId,
                turn.name(),
                personId,
                digest);
    }

    /**
     * Writes it down; the foreign key to {@code key_holder} refuses a person who holds the other key, whatever was checked
     * before.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    KeyTurn add(KeyTurn turn) {
        sql.update(
                "INSERT INTO key_holder (purge_request_id, person_id, turn, subject) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                turn.purgeRequestId(),
                turn.personId(),
                turn.turn().name(),
                turn.subject());
        sql.update(
                """
                INSERT INTO key_turn (id, purge_request_id, account_id, turn, person_id, person_kind, subject, client_id,
                                      roles, digest, epoch, kind, reason, evidence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                """,
                turn.id(),
                turn.purgeRequestId(),
                turn.accountId(),
                turn.turn().name(),
                turn.personId(),
                turn.personKind(),
                turn.subject(),
                turn.clientId(),
                Json.canonical(turn.roles()),
                turn.digest(),
                turn.epoch(),
                turn.kind(),
                turn.reason(),
                turn.evidence());
        return same(turn.purgeRequestId(), turn.turn(), turn.personId(), turn.digest())
                .orElseThrow();
    }

    private static KeyTurn keyTurn(ResultSet row) throws SQLException {
        return new KeyTurn(
                row.getString("id"),
                row.getString("purge_request_id"),
                row.getString("account_id"),
                Turn.valueOf(row.getString("turn")),
                row.getString("person_id"),
                row.getString("person_kind"),
                row.getString("subject"),
                row.getString("client_id"),
                StreamSupport.stream(Json.parse(row.getString("roles")).spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList(),
                row.getString("digest"),
                row.getLong("epoch"),
                row.getString("kind"),
                row.getString("reason"),
                row.getString("evidence"),
                Sql.instant(row, "at"));
    }
}
