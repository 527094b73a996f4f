package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Evidence;
import io.reprieve.edge.Json;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.guard.GuardResult;
import io.reprieve.purge.guard.Holdings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Every evidence a request ever had; the newest is in force. */
@ApplicationScoped
public class EvidenceStore {
    private final Database database;

    EvidenceStore(Database database) {
        this.database = database;
    }

    private record Shown(Holdings footprint, List<GuardResult> guards) {}

    /** Puts new evidence in force; what was approved before no longer counts towards it. */
    public void put(String purgeId, int round, PurgeEvidence evidence) {
        int number = database.one(
                        "SELECT coalesce(max(number), 0) + 1 AS next FROM evidence WHERE purge_id = ?",
                        row -> row.integer("next"),
                        purgeId)
                .orElseThrow();
        Evidence bound = evidence.bound();
        database.update(
                "INSERT INTO evidence (purge_id, number, round, digest, canonical, shown) VALUES (?, ?, ?, ?, ?, ?)",
                purgeId,
                number,
                round,
                bound == null ? null : bound.digest(),
                bound == null ? null : bound.canonical(),
                Json.tree(new Shown(evidence.footprint(), evidence.guards())));
        database.update("""
                UPDATE purge_request SET evidence_number = ?, quorum = coalesce(?::int, quorum), version = version + 1,
                       updated_at = clock_timestamp()
                 WHERE id = ?
                """, number, bound == null ? null : bound.approvers(), purgeId);
    }

    /** What somebody saw who names this digest; empty when this request never had such evidence. */
    public Optional<Evidence> ofDigest(String purgeId, String digest) {
        return database.one(
                "SELECT canonical FROM evidence WHERE purge_id = ? AND digest = ? ORDER BY number DESC LIMIT 1",
                row -> Evidence.parse(row.text("canonical")),
                purgeId,
                digest);
    }

    /** The evidence in force. */
    public Optional<PurgeEvidence> current(String purgeId) {
        return database.one(
                """
                SELECT e.canonical, e.shown FROM evidence e
                  JOIN purge_request p ON p.id = e.purge_id AND p.evidence_number = e.number
                 WHERE p.id = ?
                """,
                row -> {
                    JsonNode shownJson = row.json("shown");
                    Shown shown = Json.parse(shownJson.toString(), Shown.class);
                    String canonical = row.text("canonical");
                    return new PurgeEvidence(
                            canonical == null ? null : Evidence.parse(canonical), shown.footprint(), shown.guards());
                },
                purgeId);
    }
}
